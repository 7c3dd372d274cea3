using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Instance.Tests.Connectors;

/// <summary>A service of somebody else on loopback, over real HTTP, that remembers everything it was sent.</summary>
internal sealed class RecordingUpstream : IAsyncDisposable
{
    private readonly WebApplication host;

    private RecordingUpstream(WebApplication host) => this.host = host;

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>What it answers; default: 200 with a small object.</summary>
    public Func<HttpContext, Received, Task> Answer { get; set; } = static (context, _) => context.Response.WriteAsJsonAsync(new { ok = true });

    public string Url => host.Urls.Single();

    public int Port => new Uri(Url).Port;

    public Received Last => Requests.Last();

    /// <param name="answer">What it answers.</param>
    /// <param name="port">Port; 0 lets the system choose.</param>
    /// <param name="certificate">For https.</param>
    public static async Task<RecordingUpstream> StartAsync(Func<HttpContext, Received, Task>? answer = null, int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var upstream = new RecordingUpstream(builder.Build());
        if (answer is not null)
            upstream.Answer = answer;
        upstream.host.Run(upstream.HandleAsync);
        await upstream.host.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var received = new Received(
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        Requests.Enqueue(received);
        await Answer(context, received);
    }

    internal sealed record Received(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string? Authorization => Headers.GetValueOrDefault("Authorization");

        public string Everything => $"{Method} {Target}\n{string.Join('\n', Headers.Select(h => h.Key + ": " + h.Value))}\n{Body}";
    }
}
