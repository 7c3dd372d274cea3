using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using McpTenants.Operator.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Tests.Check;

namespace Operator.Tests.Webhook;

/// <summary>The webhook's endpoint on a real port of this machine.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookHost(WebApplication app, int port, int otherPort) => (this.app, Port, OtherPort) = (app, port, otherPort);

    public int Port { get; }

    /// <summary>A port of the same process that is not the webhook's, as health probes have.</summary>
    public int OtherPort { get; }

    public static async Task<WebhookHost> StartAsync(ServingCertificate certificate)
    {
        var (port, otherPort) = (FreePort(), FreePort());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            WebhookEndpoint.Listen(kestrel, port, certificate);
            kestrel.ListenLocalhost(otherPort);
        });
        var built = builder.Build();
        WebhookEndpoint.Map(built, port, Manifests.Platform, () => new AdmissionKnowledge([], []));
        await built.StartAsync();
        return new(built, port, otherPort);
    }

    /// <summary>Sends one request over a connection of its own and trusts only the given authorities, as an API server does.</summary>
    /// <returns>The answer and the thumbprint of the certificate that was served.</returns>
    public async Task<(HttpResponseMessage Answer, string? Served)> SendAsync(string authorities, HttpRequestMessage request)
    {
        string? served = null;
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            served = (certificate as X509Certificate2)?.Thumbprint;
            return errors == SslPolicyErrors.None;
        };
        using var client = new HttpClient(handler);
        request.RequestUri ??= new Uri($"https://127.0.0.1:{Port}/validate");
        var answer = await client.SendAsync(request);
        await answer.Content.LoadIntoBufferAsync();
        return (answer, served);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
