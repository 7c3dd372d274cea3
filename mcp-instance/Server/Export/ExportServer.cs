using System.Security.Cryptography;
using System.Text;
using McpTenants.Authorization;
using McpTenants.Authorization.Peers;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Serving;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace McpTenants.Instance.Export;

/// <summary>
/// Serves one archive to the operator: <c>GET /archive</c>, <c>GET /archive/sha256</c>, and <c>POST /done</c>, after which the process ends. Every request
/// carries the one-time token of this export.
/// </summary>
internal sealed class ExportServer : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly WorkspaceArchive archive;
    private readonly byte[] token;
    // One reader at a time: the snapshot has one connection.
    private readonly SemaphoreSlim reading = new(1, 1);
    private string? sha256;

    private ExportServer(WebApplication host, WorkspaceArchive archive, byte[] token) => (this.host, this.archive, this.token) = (host, archive, token);

    public string Address => host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("[::]", "127.0.0.1", StringComparison.Ordinal);

    /// <exception cref="InvalidDataException">Token, configuration or certificate are missing.</exception>
    public static async Task<ExportServer> StartAsync(InstanceEnvironment environment, CancellationToken cancellationToken)
    {
        var secret = File.Exists(environment.ExportTokenFile) ? (await File.ReadAllTextAsync(environment.ExportTokenFile, cancellationToken).ConfigureAwait(false)).Trim() : "";
        if (secret.Length < ApiKeyValidator.MinimumLength)
            throw new InvalidDataException($"{environment.ExportTokenFile} must hold a token of at least {ApiKeyValidator.MinimumLength} characters.");
        var content = await WorkspaceArchive.OpenAsync(environment, cancellationToken).ConfigureAwait(false);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "mcp-instance" });
        var tls = InstanceTls.Of(environment, TimeProvider.System);
        tls?.Check();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // GZipStream flushes its last bytes synchronously.
            kestrel.AllowSynchronousIO = true;
            kestrel.ListenAnyIP(environment.Port, listen => tls?.Demand(listen, PeerNames.Operator));
        });
        var app = builder.Build();
        var server = new ExportServer(app, content, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        app.Run(server.HandleAsync);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return server;
    }

    public Task WaitForShutdownAsync() => host.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync().ConfigureAwait(false);
        archive.Dispose();
        reading.Dispose();
    }

    private Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", "/livez" or "/readyz"):
                return context.Response.WriteAsync("ok\n");
            case var _ when !IsAuthorized(context):
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Task.CompletedTask;
            case ("GET", "/archive"):
                return SendAsync(context);
            case ("GET", "/archive/sha256"):
                return SendHashAsync(context);
            case ("POST", "/done"):
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                context.Response.OnCompleted(() =>
                {
                    host.Lifetime.StopApplication();
                    return Task.CompletedTask;
                });
                return Task.CompletedTask;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private async Task SendAsync(HttpContext context)
    {
        await reading.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            context.Response.ContentType = "application/gzip";
            context.Response.Headers.CacheControl = "no-store";
            if (context.Response.SupportsTrailers())
                context.Response.DeclareTrailer("Archive-Sha256");
            sha256 = await archive.WriteAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
            if (context.Response.SupportsTrailers())
                context.Response.AppendTrailer("Archive-Sha256", sha256);
        }
        catch (InvalidDataException)
        {
            context.Abort(); // Half an archive must not look like a whole one.
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task SendHashAsync(HttpContext context)
    {
        await reading.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            sha256 ??= await archive.WriteAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            reading.Release();
        }
        await context.Response.WriteAsync(sha256 + "\n", context.RequestAborted).ConfigureAwait(false);
    }

    private bool IsAuthorized(HttpContext context) =>
        BearerCredential.Read(context.Request.Headers.Authorization, out var presented) is BearerPresence.Present
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), token);
}
