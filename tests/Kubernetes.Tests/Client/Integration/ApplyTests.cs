using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Kubernetes.Tests.Client.Integration;

[Trait("Tier", "Integration")]
public sealed class ApplyTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_ThreeTimes_ChangesNoResourceVersion()
    {
        var first = await server.Client.ApplyAsync(server.ConfigMap("same", ("a", "1")), "tests", ct: Ct);
        var second = await server.Client.ApplyAsync(server.ConfigMap("same", ("a", "1")), "tests", ct: Ct);
        var third = await server.Client.ApplyAsync(server.ConfigMap("same", ("a", "1")), "tests", ct: Ct);
        (second.ResourceVersion(), third.ResourceVersion()).ShouldBe((first.ResourceVersion(), first.ResourceVersion()));
    }

    [Fact]
    public async Task Apply_FieldLeftOut_IsRemovedUnlessOthersOwnIt()
    {
        await server.Client.ApplyAsync(server.ConfigMap("owned", ("ours", "1"), ("both", "1")), "tests", ct: Ct);
        await server.Client.ApplyAsync(server.ConfigMap("owned", ("both", "1"), ("theirs", "1")), "others", ct: Ct);
        var after = await server.Client.ApplyAsync(server.ConfigMap("owned"), "tests", ct: Ct);
        after.Data!.Keys.ShouldBe(["both", "theirs"], ignoreOrder: true);
    }

    [Fact]
    public async Task Apply_FieldOfAnotherManager_ConflictsUnlessForced()
    {
        await server.Client.ApplyAsync(server.ConfigMap("contested", ("a", "theirs")), "others", ct: Ct);
        var error = await Should.ThrowAsync<HttpOperationException>(
            server.Client.ApplyAsync(server.ConfigMap("contested", ("a", "ours")), "tests", force: false, ct: Ct));
        error.IsConflict().ShouldBeTrue();
        error.Status()!.Details!.Causes!.ShouldContain(c => c.Field == ".data.a");

        (await server.Client.ApplyAsync(server.ConfigMap("contested", ("a", "ours")), "tests", ct: Ct)).Data!["a"].ShouldBe("ours");
    }

    [Fact]
    public async Task Apply_DryRun_StoresNothing()
    {
        (await server.Client.ApplyAsync(server.ConfigMap("dry", ("a", "1")), "tests", dryRun: true, ct: Ct)).Data!["a"].ShouldBe("1");
        (await server.Client.GetAsync<V1ConfigMap>("dry", server.Namespace, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Apply_ObjectAsRead_LeavesOutManagedFieldsAndKeepsTheCallersCopy()
    {
        var read = await server.Client.ApplyAsync(server.ConfigMap("again", ("a", "1")), "tests", ct: Ct);
        read.Data!["a"] = "2";
        (await server.Client.ApplyAsync(read, "tests", ct: Ct)).Data!["a"].ShouldBe("2");
        read.Metadata.ManagedFields.ShouldNotBeNull();
    }

    [Fact]
    public async Task ApplyStatus_OwnsItsConditions()
    {
        await server.Client.ApplyAsync(server.Deployment("status"), "tests", ct: Ct);
        var intent = new V1Deployment
        {
            Metadata = new() { Name = "status", NamespaceProperty = server.Namespace },
            Status = new() { Conditions = [new() { Type = "Tested", Status = "True" }] },
        };
        (await server.Client.ApplyStatusAsync(intent, "tests-status", ct: Ct)).Status!.Conditions!.Select(c => c.Type).ShouldContain("Tested");
    }

    [Fact]
    public async Task Apply_Deployment_KeepsReplicasOfAnotherManager()
    {
        await server.Client.ApplyAsync(server.Deployment("scaled"), "mcp-scale", ct: Ct);
        var intent = server.Deployment("scaled");
        intent.Spec!.Replicas = null;
        var after = await server.Client.ApplyAsync(intent, "mcp-operator", ct: Ct);
        after.Spec!.Replicas.ShouldBe(0);
        after.Spec.Template.Spec!.Containers[0].Ports![0].ContainerPort.ShouldBe(8080);
    }
}
