using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using k8s;
using KubeOps.KubernetesClient;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Kubernetes.Tests.Client.Wire;

/// <summary>A real HTTP server that does what a test tells it to.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeApiServer(WebApplication app, string scheme)
    {
        _app = app;
        Host = $"{scheme}://127.0.0.1:{new Uri(app.Urls.First()).Port}";
    }

    public string Host { get; }

    /// <summary>What was asked so far: method and path with query.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<FakeApiServer> StartAsync(Func<HttpContext, Task> answer, Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (tls is not null)
                listen.UseHttps(tls);
        }));
        var app = builder.Build();
        FakeApiServer? server = null;
        app.Run(context =>
        {
            server!.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return answer(context);
        });
        await app.StartAsync();
        return server = new FakeApiServer(app, tls is null ? "http" : "https");
    }

    public static Task<FakeApiServer> StartTlsAsync(X509Certificate2 certificate, Func<HttpContext, Task> answer) =>
        StartAsync(answer, o => o.ServerCertificate = certificate);

    public KubernetesClient Connect(Action<KubernetesClientConfiguration>? configure = null, TimeProvider? time = null)
    {
        var configuration = new KubernetesClientConfiguration { Host = Host };
        configure?.Invoke(configuration);
        return new KubernetesClient(configuration, logger: null, time ?? TimeProvider.System, () => 0);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
