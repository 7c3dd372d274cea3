using System.Collections.Concurrent;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Forwarding;

/// <summary>The event streams that are being answered at the moment. One timer looks after the silence of all of them.</summary>
internal sealed class SilentAnswers : IDisposable
{
    /// <summary>As for parked streams.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<EventAnswer, CancellationToken> _open = new();
    private readonly MonotonicClock _clock;
    private readonly ITimer _timer;

    public SilentAnswers(MonotonicClock clock)
    {
        _clock = clock;
        _timer = clock.Provider.CreateTimer(_ => Tick(), null, Rhythm, Rhythm);
    }

    /// <summary>From here on comments may be sent to this client; what is to be sent to him goes through the stream that now stands in the response.</summary>
    public void Begin(HttpContext context)
    {
        var answer = new EventAnswer(context.Response.Body, _clock);
        _open[answer] = context.RequestAborted;
        context.Response.Body = answer;
    }

    /// <summary>Ends it, if it ever began.</summary>
    public Task EndAsync(HttpContext context)
    {
        if (context.Response.Body is not EventAnswer answer)
            return Task.CompletedTask;
        _open.TryRemove(answer, out _);
        return answer.FinishAsync();
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        foreach (var (answer, aborted) in _open)
            _ = answer.KeepAliveAsync(Silence, aborted);
    }
}
