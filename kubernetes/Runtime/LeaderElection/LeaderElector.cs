using Kubernetes.Runtime.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace k8s.LeaderElection;

/// <summary>
/// Lets one of many processes work. The leader stops by itself before anybody else can start: its work is cancelled
/// <see cref="LeaderElectionConfig.RenewDeadline"/> after the start of its last successful renewal, by its own monotonic clock.
/// </summary>
public sealed class LeaderElector
{
    private readonly LeaderElectionConfig _config;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<double> _random;
    private readonly LeaseKeeper _keeper;
    private readonly LeaderMetrics _metrics;
    private volatile CancellationTokenSource? _term;
    private string? _leader;
    private long _renewed;

    /// <summary>Creates an elector that does nothing until it is run.</summary>
    /// <param name="config">Timing and lock; validated here.</param>
    /// <param name="time">Clock; the system's when omitted.</param>
    /// <param name="logger">Log; none when omitted.</param>
    /// <param name="randomness">Numbers in [0, 1) for jitter.</param>
    public LeaderElector(LeaderElectionConfig config, TimeProvider? time = null, ILogger<LeaderElector>? logger = null, Func<double>? randomness = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        _config = config;
        _time = time ?? TimeProvider.System;
        _log = logger ?? (ILogger)NullLogger.Instance;
        _random = randomness ?? Random.Shared.NextDouble;
        _keeper = new LeaseKeeper(config, _time);
        _metrics = new LeaderMetrics(config.Lock.Describe());
    }

#pragma warning disable MA0046 // Shapes of KubernetesClient, so that the package can take our place.
    /// <summary>We lead from now on.</summary>
    public event Action? OnStartedLeading;

    /// <summary>We lead no more.</summary>
    public event Action? OnStoppedLeading;

    /// <summary>Somebody (maybe we) leads now; the argument is the identity.</summary>
    public event Action<string>? OnNewLeader;

    /// <summary>An attempt failed; it is tried again.</summary>
    public event Action<Exception>? OnError;
#pragma warning restore MA0046

    /// <summary>We lead and may write.</summary>
    public bool IsLeader() => _term is { IsCancellationRequested: false };

    /// <summary>Identity of the leader as seen last; null when nobody leads.</summary>
    public string? GetLeader() => string.IsNullOrEmpty(_leader) ? null : _leader;

    /// <summary>Waits for the lease, runs the work while it is held, and releases it after the work has ended.</summary>
    /// <param name="work">Must end soon after its token is cancelled: by a stop, or because the lease is lost.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <exception cref="LeadershipLostException">The lease was lost while the work ran.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await AcquireAsync(cancellationToken).ConfigureAwait(false);

        using var term = new CancellationTokenSource(Remaining(), _time);
        using var stopRenewing = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, term.Token);
        _term = term;
        var renewing = RenewAsync(term, stopRenewing.Token);
        try
        {
            Started();
            await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The work ended as asked.
        }
        finally
        {
            await stopRenewing.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Reading the term again after the work: the lease may have run out while it ended.
            if (!term.IsCancellationRequested)
                await ReleaseAsync(term.Token).ConfigureAwait(false);
            Stopped();
        }

        if (term.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            throw new LeadershipLostException(_config.Lock.Describe());
    }

    /// <summary>Waits for the lease and holds it until it is lost or a stop is asked for; events tell when.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    public async Task RunUntilLeadershipLostAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await RunAsync(token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token), cancellationToken).ConfigureAwait(false);
        }
        catch (LeadershipLostException)
        {
            // That is what the caller waits for.
        }
    }

    /// <summary>As <see cref="RunUntilLeadershipLostAsync"/>, and begins again after a loss.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    public async Task RunAndTryToHoldLeadershipForeverAsync(CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
            await RunUntilLeadershipLostAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (!await AttemptAsync(cancellationToken).ConfigureAwait(false))
        {
            var pause = _config.RetryPeriod * (1 + (LeaderElectionConfig.JitterFactor * _random()));
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RenewAsync(CancellationTokenSource term, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, term.Token);
        while (true)
        {
            await Task.Delay(_config.RetryPeriod, _time, either.Token).ConfigureAwait(false);
            if (await AttemptAsync(either.Token).ConfigureAwait(false))
                term.CancelAfter(Remaining());
            else if (_leader != _config.Lock.Identity)
                await term.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One attempt with a deadline of its own, or a dead connection would use up the whole time left.</summary>
    private async Task<bool> AttemptAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource((_config.RenewDeadline - _config.RetryPeriod) / 2, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var started = _time.GetTimestamp();
        try
        {
            if (!await _keeper.TryAcquireOrRenewAsync(either.Token).ConfigureAwait(false))
                return false;
            // From before the request: others count from when the server wrote it, which is later.
            _renewed = started;
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LeaderLog.AttemptFailed(_log, failure, _config.Lock.Describe());
            OnError?.Invoke(failure);
            return false;
        }
        finally
        {
            Observe(_keeper.Holder);
        }
    }

    private async Task ReleaseAsync(CancellationToken term)
    {
        try
        {
            if (await _keeper.ReleaseAsync(term).ConfigureAwait(false))
                LeaderLog.Released(_log, _config.Lock.Describe());
        }
        catch (Exception failure)
        {
            // Only costs the next leader the rest of the lease.
            LeaderLog.ReleaseFailed(_log, failure, _config.Lock.Describe());
        }
    }

    private TimeSpan Remaining()
    {
        var left = _config.RenewDeadline - _time.GetElapsedTime(_renewed);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Observe(string? holder)
    {
        if (holder is null || holder == _leader)
            return;
        _leader = holder;
        if (holder.Length == 0)
            return;
        LeaderLog.NewLeader(_log, _config.Lock.Describe(), holder);
        OnNewLeader?.Invoke(holder);
    }

    private void Started()
    {
        _metrics.Leading(true);
        OnStartedLeading?.Invoke();
    }

    private void Stopped()
    {
        _term = null;
        _metrics.Leading(false);
        OnStoppedLeading?.Invoke();
    }
}
