using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Kubernetes.Tests.Client.Integration;

[Trait("Tier", "Integration")]
public sealed class VerbTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_Get_Update_Delete_RoundTrip()
    {
        var created = await server.Client.CreateAsync(server.ConfigMap("round-trip", ("a", "1")), ct: Ct);
        created.Uid().ShouldNotBeNullOrEmpty();
        (created.ApiVersion, created.Kind).ShouldBe(("v1", "ConfigMap"));

        var read = await server.Client.GetAsync<V1ConfigMap>("round-trip", server.Namespace, Ct);
        read!.Data!["a"].ShouldBe("1");
        read.CreationTimestamp()!.Value.Kind.ShouldBe(DateTimeKind.Utc);

        read.Data["a"] = "2";
        (await server.Client.UpdateAsync(read, ct: Ct)).Data!["a"].ShouldBe("2");

        (await server.Client.DeleteAsync<V1ConfigMap>("round-trip", server.Namespace, ct: Ct)).ShouldBeTrue();
        (await server.Client.DeleteAsync<V1ConfigMap>("round-trip", server.Namespace, ct: Ct)).ShouldBeFalse();
        (await server.Client.GetAsync<V1ConfigMap>("round-trip", server.Namespace, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Create_NameTaken_IsAlreadyExists()
    {
        await server.Client.CreateAsync(server.ConfigMap("taken"), ct: Ct);
        var error = await Should.ThrowAsync<HttpOperationException>(server.Client.CreateAsync(server.ConfigMap("taken"), ct: Ct));
        error.IsConflict().ShouldBeTrue();
        error.IsAlreadyExists().ShouldBeTrue();
        error.Status()!.Details!.Name.ShouldBe("taken");
    }

    [Fact]
    public async Task Create_InvalidObject_NamesTheField()
    {
        var error = await Should.ThrowAsync<HttpOperationException>(server.Client.CreateAsync(server.ConfigMap("Not A Name"), ct: Ct));
        error.IsUnprocessable().ShouldBeTrue();
        error.Status()!.Details!.Causes!.Select(c => c.Field).ShouldContain("metadata.name");
    }

    [Fact]
    public async Task Update_StaleVersion_Conflicts()
    {
        var stale = await server.Client.CreateAsync(server.ConfigMap("stale"), ct: Ct);
        await server.Client.PatchAsync<V1ConfigMap>(new V1Patch("""{"data":{"x":"1"}}""", PatchType.MergePatch), "stale", server.Namespace, ct: Ct);
        var error = await Should.ThrowAsync<HttpOperationException>(server.Client.UpdateAsync(stale, ct: Ct));
        error.IsConflict().ShouldBeTrue();
        error.IsAlreadyExists().ShouldBeFalse();
    }

    [Fact]
    public async Task Delete_OtherUid_ConflictsAndKeepsTheObject()
    {
        await server.Client.CreateAsync(server.ConfigMap("guarded"), ct: Ct);
        var options = new V1DeleteOptions { Preconditions = new() { Uid = "00000000-0000-0000-0000-000000000000" }, PropagationPolicy = "Background" };
        var error = await Should.ThrowAsync<HttpOperationException>(server.Client.DeleteAsync<V1ConfigMap>("guarded", server.Namespace, options, Ct));
        error.IsConflict().ShouldBeTrue();

        var alive = await server.Client.GetAsync<V1ConfigMap>("guarded", server.Namespace, Ct);
        (await server.Client.DeleteAsync<V1ConfigMap>("guarded", server.Namespace, options with { Preconditions = new() { Uid = alive!.Uid() } }, Ct)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(PatchType.MergePatch, """{"data":{"b":"2"}}""")]
    [InlineData(PatchType.JsonPatch, """[{"op":"test","path":"/data/a","value":"1"},{"op":"add","path":"/data/b","value":"2"}]""")]
    [InlineData(PatchType.StrategicMergePatch, """{"data":{"b":"2"}}""")]
    public async Task Patch_EveryDialect_ChangesTheObject(PatchType type, string body)
    {
        var name = $"patch-{type}".ToLowerInvariant();
        await server.Client.CreateAsync(server.ConfigMap(name, ("a", "1")), ct: Ct);
        var dry = await server.Client.PatchAsync<V1ConfigMap>(new V1Patch(body, type), name, server.Namespace, dryRun: true, ct: Ct);
        dry.Data!["b"].ShouldBe("2");
        (await server.Client.GetAsync<V1ConfigMap>(name, server.Namespace, Ct))!.Data!.ShouldNotContainKey("b");

        await server.Client.PatchAsync<V1ConfigMap>(new V1Patch(body, type), name, server.Namespace, fieldManager: "tests", ct: Ct);
        var after = await server.Client.GetAsync<V1ConfigMap>(name, server.Namespace, Ct);
        after!.Data!["b"].ShouldBe("2");
        after.Metadata.ManagedFields!.Select(m => m.Manager).ShouldContain("tests");
    }

    [Fact]
    public async Task UpdateStatus_ChangesOnlyTheStatus()
    {
        var created = await server.Client.CreateAsync(server.Deployment("status"), ct: Ct);
        created.Spec!.Replicas = 5;
        created.Status = new() { Conditions = [new() { Type = "Tested", Status = "True", Reason = "Because", Message = "so" }] };
        // The controller-manager writes the status as well; what counts is that ours went through and the spec did not.
        var updated = await RetryOnConflictAsync(created);
        updated.Status!.Conditions!.Select(c => c.Type).ShouldContain("Tested");
        updated.Spec!.Replicas.ShouldBe(0);
    }

    [Fact]
    public async Task Scale_CompareAndSwap_OnlyTheFirstWins()
    {
        await server.Client.CreateAsync(server.Deployment("scale"), ct: Ct);
        var scale = await server.Client.GetScaleAsync<V1Deployment>("scale", server.Namespace, Ct);
        scale.Replicas().ShouldBe(0);

        V1Patch To(int replicas, string version) => new($$$"""{"metadata":{"resourceVersion":"{{{version}}}"},"spec":{"replicas":{{{replicas}}}}}""", PatchType.MergePatch);
        V1Scale woken;
        while (true)
        {
            try
            {
                woken = await server.Client.PatchScaleAsync<V1Deployment>(To(1, scale.ResourceVersion()!), "scale", server.Namespace, "mcp-gateway", Ct);
                break;
            }
            catch (HttpOperationException e) when (e.IsConflict())
            {
                // The deployment controller records its first observation at about this moment.
                scale = await server.Client.GetScaleAsync<V1Deployment>("scale", server.Namespace, Ct);
            }
        }

        woken.Replicas().ShouldBe(1);
        var late = await Should.ThrowAsync<HttpOperationException>(
            server.Client.PatchScaleAsync<V1Deployment>(To(7, scale.ResourceVersion()!), "scale", server.Namespace, "mcp-gateway", Ct));
        late.IsConflict().ShouldBeTrue();
        (await server.Client.GetAsync<V1Deployment>("scale", server.Namespace, Ct))!.Spec!.Replicas.ShouldBe(1);
    }

    [Fact]
    public async Task Discovery_TellsVersionGroupsAndResources()
    {
        (await server.Client.GetVersionAsync(Ct)).Major.ShouldBe("1");
        (await server.Client.GetGroupsAsync(Ct)).Select(g => g.Name).ShouldContain("apps");
        var apps = await server.Client.GetResourcesAsync("apps/v1", Ct);
        apps!.Resources.Select(r => r.Name).ShouldContain("deployments/scale");
        (await server.Client.GetResourcesAsync("v1", Ct))!.Resources.Select(r => r.Kind).ShouldContain("Pod");
        (await server.Client.GetResourcesAsync("no.such.group/v1", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Reviews_AreCreatedWithoutAName()
    {
        var review = await server.Client.CreateAsync(
            new V1SelfSubjectAccessReview { Spec = new() { ResourceAttributes = new() { Verb = "get", Resource = "pods" } } }, ct: Ct);
        review.Status!.Allowed.ShouldBeTrue();
    }

    private async Task<V1Deployment> RetryOnConflictAsync(V1Deployment wanted)
    {
        while (true)
        {
            try
            {
                return await server.Client.UpdateStatusAsync(wanted, ct: Ct);
            }
            catch (HttpOperationException e) when (e.IsConflict())
            {
                wanted.Metadata = (await server.Client.GetAsync<V1Deployment>(wanted.Name()!, server.Namespace, Ct))!.Metadata;
            }
        }
    }
}
