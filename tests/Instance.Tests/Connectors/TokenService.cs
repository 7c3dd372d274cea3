using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Instance.Tests.Connectors;

/// <summary>An authorization server and the service that takes its tokens, both on loopback and on a clock of the test's. Tokens serve for as long as they say and not longer.</summary>
internal sealed class TokenService(TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> tokens = new(StringComparer.Ordinal);
    private RecordingUpstream? authorization;
    private int port;
    private int asking;
    private int issued;

    /// <summary>How long tokens serve.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    public RecordingUpstream Service { get; private set; } = null!;

    public string TokenUrl => $"http://127.0.0.1:{port}/token";

    public int Issued => Volatile.Read(ref issued);

    /// <summary>Most requests for a token that were under way at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public async Task StartAsync()
    {
        Service = await RecordingUpstream.StartAsync((context, request) =>
        {
            var isKnown = request.Authorization is { } header && tokens.TryGetValue(header["Bearer ".Length..], out var expires) && time.GetUtcNow() < expires;
            context.Response.StatusCode = isKnown ? 200 : 401;
            return context.Response.WriteAsJsonAsync(new { ok = isKnown });
        });
        await OpenAsync();
    }

    /// <summary>The authorization server begins to listen, at the port that it had before.</summary>
    public async Task OpenAsync()
    {
        authorization = await RecordingUpstream.StartAsync(IssueAsync, port);
        port = authorization.Port;
    }

    /// <summary>The authorization server goes away: its port answers no more.</summary>
    public ValueTask CloseAsync() => authorization!.DisposeAsync();

    /// <summary>All tokens stop to serve, as after a breach.</summary>
    public void WithdrawAll() => tokens.Clear();

    public async ValueTask DisposeAsync()
    {
        if (authorization is not null)
            await authorization.DisposeAsync();
        await Service.DisposeAsync();
    }

    private async Task IssueAsync(HttpContext context, RecordingUpstream.Received request)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref asking));
        // Sixteen random bytes: a canary that cannot be anywhere by accident.
        var token = $"at-{Interlocked.Increment(ref issued)}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))}";
        tokens[token] = time.GetUtcNow() + Lifetime;
        Interlocked.Decrement(ref asking);
        await context.Response.WriteAsJsonAsync(new { access_token = token, token_type = "Bearer", expires_in = (int)Lifetime.TotalSeconds });
    }
}
