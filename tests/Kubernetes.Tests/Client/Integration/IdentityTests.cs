using k8s;
using k8s.Authentication;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace Kubernetes.Tests.Client.Integration;

[Trait("Tier", "Integration")]
public sealed class IdentityTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServiceAccountToken_AuthenticatesAsThatAccount()
    {
        var token = await MintAsync("robot");
        using var client = new KubernetesClient(WithToken(c => c.AccessToken = token));
        await ShouldActAsync(client, "robot");
    }

    [Fact]
    public async Task TokenFile_AuthenticatesAsThatAccount()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await MintAsync("file-robot"), Ct);
        using var client = new KubernetesClient(WithToken(c => c.TokenFile = file));
        await ShouldActAsync(client, "file-robot");
        File.Delete(file);
    }

    [Fact]
    public async Task ExecPlugin_AuthenticatesAsThatAccount()
    {
        var answer = $$$"""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{await MintAsync("exec-robot")}}}"} }""";
        var plugin = new ExecPlugin("client.authentication.k8s.io/v1", "echo", [answer], new Dictionary<string, string>(StringComparer.Ordinal), null, null, "test");
        using var client = new KubernetesClient(WithToken(c => c.ExecPlugin = plugin));
        await ShouldActAsync(client, "exec-robot");
    }

    [Fact]
    public async Task ClientCertificate_OfTheKubeconfig_IsAdministrator()
    {
        server.Configuration.AccessToken.ShouldBeNull();
        (await server.Client.ListAsync<V1Secret>("kube-system", ct: Ct)).ShouldNotBeNull();
    }

    [Fact]
    public async Task WrongToken_IsUnauthorized()
    {
        using var client = new KubernetesClient(WithToken(c => c.AccessToken = "made-up"));
        var error = await Should.ThrowAsync<HttpOperationException>(client.ListAsync<V1Secret>("kube-system", ct: Ct));
        ((int)error.Response.StatusCode).ShouldBe(401);
    }

    /// <summary>The server itself says who we are: it names the user it forbids.</summary>
    private async Task ShouldActAsync(KubernetesClient client, string account)
    {
        var error = await Should.ThrowAsync<HttpOperationException>(client.ListAsync<V1Secret>("kube-system", ct: Ct));
        error.IsForbidden().ShouldBeTrue();
        error.Status()!.Message!.ShouldContain($"system:serviceaccount:{server.Namespace}:{account}");
    }

    private async Task<string> MintAsync(string account)
    {
        await server.Client.CreateAsync(new V1ServiceAccount { Metadata = new() { Name = account, NamespaceProperty = server.Namespace } }, ct: Ct);
        var request = new Authenticationv1TokenRequest { Spec = new() { Audiences = [], ExpirationSeconds = 600 } };
        return (await server.Client.CreateServiceAccountTokenAsync(account, server.Namespace, request, Ct)).Status!.Token;
    }

    private KubernetesClientConfiguration WithToken(Action<KubernetesClientConfiguration> configure)
    {
        var admin = server.Configuration;
        var configuration = new KubernetesClientConfiguration { Host = admin.Host, SslCaCerts = admin.SslCaCerts, SslCaCertFile = admin.SslCaCertFile };
        configure(configuration);
        return configuration;
    }
}
