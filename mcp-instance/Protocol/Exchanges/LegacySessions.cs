using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Protocol;

/// <summary>
/// Sessions of the older revisions, used only with <see cref="McpHostOptions.StatefulForInitializeClients"/>. Bounded in number and idle time; an identifier
/// is a random handle and never proof of who is calling.
/// </summary>
internal sealed class LegacySessions(ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private const int MaximumSessions = 1000;
    private static readonly TimeSpan MaximumIdle = TimeSpan.FromMinutes(30);
    private static readonly McpRefusal NotFound = new(404, ErrorCodes.SessionNotFound, "There is no such session.");

    private readonly ConcurrentDictionary<string, LegacySession> sessions = new(StringComparer.Ordinal);

    public async Task<McpRefusal?> PostAsync(McpCall call, McpServerOptions options)
    {
        var context = call.Context;
        var id = HeaderNames.Single(context.Request.Headers, HeaderNames.SessionId);
        LegacySession? session;
        if (id is null)
        {
            if (call.Method != "initialize")
                return McpRefusal.InvalidRequest("The first request of a session must be initialize.");
            await ExpireAsync().ConfigureAwait(false);
            if (sessions.Count >= MaximumSessions)
                return new McpRefusal(503, ErrorCodes.Refused, "Too many sessions.") { Headers = [new("Retry-After", "10")] };
            id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
            session = sessions[id] = new LegacySession(id, options, loggers);
        }
        else if (!sessions.TryGetValue(id, out session))
        {
            return NotFound;
        }
        session.LastUsed = Now;
        context.Response.Headers[HeaderNames.SessionId] = id;
        EventStreamAnswer.Begin(context);
        if (!await session.Transport.HandlePostRequestAsync(call.Message, context.Response.Body, context.RequestAborted).ConfigureAwait(false))
            EventStreamAnswer.Accepted(context);
        session.LastUsed = Now;
        return null;
    }

    public async Task<McpRefusal?> GetAsync(HttpContext context)
    {
        if (!Find(context, out _, out var session))
            return NotFound;
        if (!session.TryOpenStream())
            return new McpRefusal(409, ErrorCodes.Refused, "The session already has a stream.");
        EventStreamAnswer.Begin(context);
        await session.Transport.HandleGetRequestAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        return null;
    }

    public async Task<McpRefusal?> DeleteAsync(HttpContext context)
    {
        if (!Find(context, out var id, out var session))
            return NotFound;
        sessions.TryRemove(id, out _);
        await session.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in sessions.Keys)
        {
            if (sessions.TryRemove(id, out var session))
                await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private long Now => time.GetTimestamp();

    private bool Find(HttpContext context, out string id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LegacySession? session)
    {
        id = HeaderNames.Single(context.Request.Headers, HeaderNames.SessionId) ?? "";
        return sessions.TryGetValue(id, out session);
    }

    private async ValueTask ExpireAsync()
    {
        foreach (var (id, session) in sessions)
        {
            if (time.GetElapsedTime(session.LastUsed) > MaximumIdle && sessions.TryRemove(id, out _))
                await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
