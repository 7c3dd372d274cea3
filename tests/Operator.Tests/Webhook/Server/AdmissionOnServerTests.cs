using k8s;
using k8s.Autorest;
using k8s.Models;
using McpTenants.Api;

namespace Operator.Tests.Webhook.Server;

/// <summary>Changes, deletions and export targets through a real server.</summary>
[Trait("Tier", "Integration")]
[Collection(AdmissionServer.Collection)]
public sealed class AdmissionOnServerTests(AdmissionServer server)
{
    [Theory]
    [InlineData("acme")]
    [InlineData("keyed")]
    [InlineData("minimal")]
    public async Task Create_Example_IsAcceptedByServerAndReconciler(string name)
    {
        await server.SettledAsync(name);

        var conditions = (await server.Client.GetAsync<McpTenant>(name))!.Status!.Conditions!;

        conditions.Single(condition => condition.Type == "Accepted").Status.ShouldBe("True");
    }

    [Theory]
    [InlineData("""{"spec":{"subdomain":"other"}}""", "spec.subdomain: ")]
    [InlineData("""{"spec":{"instance":{"storage":{"size":"1Mi"}}}}""", "spec.instance.storage.size: ")]
    [InlineData("""{"spec":{"auth":{"apiKeys":[]}}}""", "spec.auth.apiKeys: ")]
    public async Task Update_ForbiddenChange_IsRefused(string patch, string message) =>
        (await RefusalAsync(server.Client.PatchAsync<McpTenant>(new V1Patch(patch, PatchType.MergePatch), "keyed"))).ShouldContain(message);

    [Fact]
    public async Task Update_AllowedChange_IsAccepted() =>
        (await server.Client.PatchAsync<McpTenant>(new V1Patch("""{"spec":{"displayName":"Renamed"}}""", PatchType.MergePatch), "first")).Spec.DisplayName.ShouldBe("Renamed");

    [Fact]
    public async Task Delete_ProtectedTenant_IsRefusedUntilTheProtectionIsOff()
    {
        await server.Client.CreateAsync(new McpTenant { Metadata = new() { Name = "guarded" }, Spec = new() { Auth = new() { Issuer = "https://login.example" } } });

        (await RefusalAsync(server.Client.DeleteAsync<McpTenant>("guarded"))).ShouldContain("spec.deletion.protection: ");
        (await server.Client.GetAsync<McpTenant>("guarded"))!.Metadata.DeletionTimestamp.ShouldBeNull();

        await server.Client.PatchAsync<McpTenant>(new V1Patch("""{"spec":{"deletion":{"protection":false}}}""", PatchType.MergePatch), "guarded");
        await server.Client.DeleteAsync<McpTenant>("guarded");
        await server.UntilAsync("the tenant is gone", async () => await server.Client.GetAsync<McpTenant>("guarded") is null);
        (await server.Client.GetAsync<V1Namespace>("mcpt-guarded")).ShouldBeNull();
    }

    [Fact]
    public async Task Create_StatusOfAUser_IsIgnored()
    {
        await server.Client.CreateAsync(new McpTenant
        {
            Metadata = new() { Name = "boastful" },
            Spec = new() { Auth = new() { Issuer = "https://login.example" } },
            Status = new() { Phase = TenantPhase.Ready, Url = "https://evil.example" },
        });

        await server.SettledAsync("boastful");

        var status = (await server.Client.GetAsync<McpTenant>("boastful"))!.Status!;
        status.Url.ShouldNotBe("https://evil.example");
        status.Phase.ShouldNotBe(TenantPhase.Ready);
    }

    [Theory]
    [InlineData("type: S3\n  persistentVolumeClaim: {claimName: a}", "spec.type")]
    [InlineData("type: PersistentVolumeClaim", "spec.persistentVolumeClaim")]
    [InlineData("type: PersistentVolumeClaim\n  persistentVolumeClaim: {}", "spec.persistentVolumeClaim.claimName")]
    [InlineData("type: PersistentVolumeClaim\n  persistentVolumeClaim: {claimName: Archive/..}", "spec.persistentVolumeClaim.claimName")]
    public async Task CreateExportTarget_Bad_GivesOneErrorThatNamesTheField(string spec, string field)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"apiVersion: mcptenants.dev/v1alpha1\nkind: McpExportTarget\nmetadata: {{name: bad}}\nspec:\n  {spec}\n");

        var (exitCode, _, error) = await Kubectl.TryAsync(server.Kubeconfig, "create", "--validate=false", "-f", file);
        File.Delete(file);

        exitCode.ShouldBe(1);
        error.TrimEnd().ShouldContain($" is invalid: {field}: ");
        error.TrimEnd().ShouldNotContain("\n");
    }

    private static async Task<string> RefusalAsync(Task change)
    {
        var status = (await Should.ThrowAsync<HttpOperationException>(change)).Status()!;
        status.Code.ShouldBe(422);
        return status.Message!;
    }
}
