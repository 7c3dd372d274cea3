using k8s;
using k8s.Autorest;
using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Check;

namespace Operator.Tests.Webhook.Server;

/// <summary>Every bad manifest, really sent to a server that asks a really running operator.</summary>
[Trait("Tier", "Integration")]
[Collection(AdmissionServer.Collection)]
public sealed class BadManifestOnServerTests(AdmissionServer server)
{
    private const string Denied = "admission webhook \"mcptenants.mcptenants.dev\" denied the request: ";

    public static TheoryData<string> Bad => [.. Manifests.Bad.Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Create_BadManifest_GivesOneErrorThatNamesTheField(string name)
    {
        var (reason, field) = Manifests.Expected(File(name));

        var status = await RefusalAsync(name);

        status.Code.ShouldBe(422);
        status.Message!.ShouldNotContain("   at ");
        if (reason == Manifests.Schema)
            NamedBySchema(status, field);
        else
            NamedByPolicy(status, field);
    }

    [Fact]
    public async Task Create_AllBadManifests_LeavesOperatorAndOtherTenantsAlone()
    {
        var before = await server.SettledAsync("keyed");
        var errors = server.Operator.Errors.Count();

        foreach (var file in Manifests.Bad)
            await RefusalAsync(Path.GetFileName(file));

        (await server.VersionsAsync("keyed")).ShouldBe(before);
        (await server.Operator.ProbeAsync("/livez")).ShouldBe(200);
        (await server.Operator.ProbeAsync("/readyz")).ShouldBe(200);
        server.Operator.Errors.Skip(errors).ShouldBeEmpty();
        (await server.Client.CreateAsync(new McpTenant
        {
            Metadata = new() { Name = "after" },
            Spec = new() { Auth = new() { Issuer = "https://login.example" } },
        })).Metadata.Uid.ShouldNotBeNullOrEmpty();
        await server.SettledAsync("after");
    }

    [Theory]
    [InlineData("subdomain-uppercase.yaml", "spec.subdomain")]
    [InlineData("tier-unknown.yaml", "spec.tier")]
    [InlineData("egress-private.yaml", "spec.isolation.egress[0].cidr")]
    [InlineData("image-newline.yaml", "spec.instance.image")]
    [InlineData("auth-missing.yaml", "\"auth\"")]
    [InlineData("egress-port-named.yaml", "port")]
    [InlineData("rate-zero.yaml", "spec.limits.requestsPerMinute")]
    public async Task KubectlApply_BadManifest_PrintsOneLineThatNamesTheField(string name, string shown)
    {
        var (exitCode, output, error) = await Kubectl.TryAsync(server.Kubeconfig, "apply", "-f", File(name));

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        error.TrimEnd().ShouldContain(shown);
        error.TrimEnd().ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("podTemplate: {hostNetwork: true}", "podTemplate")]
    [InlineData("displayNam: typo", "displayNam")]
    public async Task KubectlApply_UnknownField_IsRefusedByName(string line, string field)
    {
        var file = Path.GetTempFileName();
        await System.IO.File.WriteAllTextAsync(
            file, $"apiVersion: mcptenants.dev/v1alpha1\nkind: McpTenant\nmetadata: {{name: unknown-field}}\nspec:\n  auth: {{issuer: https://login.example}}\n  {line}\n");

        var (exitCode, _, error) = await Kubectl.TryAsync(server.Kubeconfig, "apply", "-f", file);
        System.IO.File.Delete(file);

        exitCode.ShouldBe(1);
        error.ShouldContain($"\"{field}\"");
    }

    private async Task<V1Status> RefusalAsync(string name) =>
        (await Should.ThrowAsync<HttpOperationException>(server.Client.CreateAsync(KubernetesJson.Deserialize<AnyTenant>(Manifests.Json(File(name)))!), name)).Status()!;

    private static void NamedByPolicy(V1Status status, string field)
    {
        status.Message!.ShouldStartWith(Denied + field + ": ");
        status.Message.ShouldContain("; ");
        status.Message.ShouldNotContain("\n");
    }

    private static void NamedBySchema(V1Status status, string field)
    {
        var causes = status.Details!.Causes!;
        causes.Select(cause => cause.Field).Distinct().ShouldHaveSingleItem().ShouldBe(field);
        // A number that is no int32 and above the maximum is both for the server; the maximum has to stay, it keeps what is stored readable.
        if (!causes.Any(cause => cause.Message?.Contains("1e+308", StringComparison.Ordinal) == true))
            causes.ShouldHaveSingleItem();
    }

    private static string File(string name) => RepositoryFiles.At("tests", "Operator.Tests", "Check", "bad", name);
}
