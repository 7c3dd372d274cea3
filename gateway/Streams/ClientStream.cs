using System.Globalization;
using System.Text;

namespace McpTenants.Gateway.Streams;

/// <summary>
/// The client's side of one stream; it stays open whatever becomes of the tenant's process. While nothing is attached it costs its connection and
/// this object: no buffer, no timer, no task that runs.
/// </summary>
internal sealed class ClientStream : IDisposable
{
    private static readonly ReadOnlyMemory<byte> Comment = ": keepalive\n\n"u8.ToArray();

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _closing;
    private int _end;
    private bool _over;

    /// <param name="context">The request; its headers are sent again at each attachment.</param>
    /// <param name="expires">When the credential ends; null: never.</param>
    /// <param name="now">Monotonic.</param>
    public ClientStream(HttpContext context, DateTimeOffset? expires, TimeSpan now)
    {
        Context = context;
        Expires = expires;
        Written = Alive = now;
        _closing = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Closing = _closing.Token;
        LastEventId = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } id] ? id : null;
    }

    public HttpContext Context { get; }

    public DateTimeOffset? Expires { get; }

    /// <summary>The body of <c>subscriptions/listen</c>; null for a GET.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What the server agreed to send, as it said so to the client; null before that.</summary>
    public string? Acknowledged { get; set; }

    /// <summary>Where to resume.</summary>
    public string? LastEventId { get; set; }

    /// <summary>When something was last sent.</summary>
    public TimeSpan Written { get; private set; }

    /// <summary>When the last event was sent.</summary>
    public TimeSpan Alive { get; private set; }

    /// <summary>When a leaving replica ends it; null while it stays.</summary>
    public TimeSpan? LeaveAt { get; set; }

    /// <summary>Cancelled when the stream ends, for whatever reason.</summary>
    public CancellationToken Closing { get; }

    public StreamEnd End => (StreamEnd)Volatile.Read(ref _end) is var end and not StreamEnd.None ? end
        : Context.RequestAborted.IsCancellationRequested ? StreamEnd.ClientLeft : StreamEnd.None;

    /// <summary>The client has the head of an event stream, so that only events and comments may follow.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Ends it; the first reason counts.</summary>
    public void Close(StreamEnd reason)
    {
        if (Interlocked.CompareExchange(ref _end, (int)reason, 0) == 0)
            _ = _closing.CancelAsync();
    }

    /// <summary>Sends the head of the answer.</summary>
    /// <param name="now">Monotonic.</param>
    /// <param name="copy">Takes it over from a server's answer, and makes the given changes before it goes out; null: there is no server yet.</param>
    public async Task BeginAsync(TimeSpan now, Func<Action<HttpResponse>, Task>? copy = null)
    {
        if (HasStarted)
            return;
        await _writing.WaitAsync(Closing);
        try
        {
            if (copy is not null)
            {
                await copy(MakeEventStream);
            }
            else
            {
                Context.Response.StatusCode = StatusCodes.Status200OK;
                MakeEventStream(Context.Response);
                await Context.Response.BodyWriter.WriteAsync(Comment, Closing);
            }

            Written = now;
        }
        finally
        {
            // Also when it was cut short: what has gone out has gone out.
            HasStarted = Context.Response.HasStarted;
            _writing.Release();
        }
    }

    /// <summary>Sends whole events.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> events, TimeSpan now, bool isEvent)
    {
        await _writing.WaitAsync(Closing);
        try
        {
            await Context.Response.BodyWriter.WriteAsync(events, Closing);
            Written = now;
            if (isEvent)
                Alive = now;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends a comment unless something is being sent anyway.</summary>
    public async Task KeepAliveAsync(TimeSpan now)
    {
        // Not waited for: whoever holds the pen sends something better.
        if (!await _writing.WaitAsync(0, CancellationToken.None))
            return;
        try
        {
            // After the request has ended its context belongs to another one.
            if (_over || !HasStarted)
                return;
            Written = now;
            await Context.Response.BodyWriter.WriteAsync(Comment, Closing);
        }
        catch (OperationCanceledException) when (Closing.IsCancellationRequested)
        {
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The last write: when to come back, if the client may. Nobody writes afterwards.</summary>
    public async Task FinishAsync(TimeSpan? retry)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            _over = true;
            if (retry is { } wait && HasStarted && !Context.RequestAborted.IsCancellationRequested)
                await Context.Response.BodyWriter.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {(long)wait.TotalMilliseconds}\n\n")), Context.RequestAborted);
        }
        finally
        {
            _writing.Release();
        }
    }

    // The semaphore has no handle of the system's unless somebody asked for one, and a late keep-alive may still look at it.
    public void Dispose() => _closing.Dispose();

    private static void MakeEventStream(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        // nginx would otherwise hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
    }
}
