namespace k8s.LeaderElection;

/// <summary>Single attempts to take, renew and release the lease.</summary>
internal sealed class LeaseKeeper(LeaderElectionConfig config, TimeProvider time)
{
    private readonly ILock _lock = config.Lock;
    private ObservedLease _observed = ObservedLease.Nothing;

    public string? Holder => _observed.Record?.HolderIdentity;

    private bool IsOurs => _observed.Record?.HolderIdentity == _lock.Identity;

    /// <summary>Takes or renews. False when somebody else holds it; an exception says nothing about who does.</summary>
    public async Task<bool> TryAcquireOrRenewAsync(CancellationToken cancellationToken)
    {
        // Renewing needs no read: if the version is still ours, nobody came between. Halves the load of an idle operator.
        if (IsOurs && await WriteAsync(Renewed(_observed.Record!), cancellationToken).ConfigureAwait(false))
            return true;

        var found = await _lock.GetAsync(cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            var first = Acquired(transitions: 0);
            return await _lock.CreateAsync(first, cancellationToken).ConfigureAwait(false) && Remember(first);
        }

        var now = time.GetTimestamp();
        _observed = _observed.See(found, now);
        if (IsOurs)
            return await WriteAsync(Renewed(found), cancellationToken).ConfigureAwait(false);
        return _observed.IsFree(time, now) && await WriteAsync(Acquired(found.LeaderTransitions + 1), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Frees the lease, so that the next leader need not wait for it to expire.</summary>
    public async Task<bool> ReleaseAsync(CancellationToken cancellationToken)
        => IsOurs && await WriteAsync(
            _observed.Record! with { HolderIdentity = string.Empty, LeaseDurationSeconds = 1, RenewTime = Now() },
            cancellationToken).ConfigureAwait(false);

    private async Task<bool> WriteAsync(LeaderElectionRecord record, CancellationToken cancellationToken)
        => await _lock.UpdateAsync(record, cancellationToken).ConfigureAwait(false) && Remember(record);

    private bool Remember(LeaderElectionRecord record)
    {
        _observed = new ObservedLease(record, time.GetTimestamp());
        return true;
    }

    private LeaderElectionRecord Acquired(int transitions) => new()
    {
        HolderIdentity = _lock.Identity,
        LeaseDurationSeconds = (int)config.LeaseDuration.TotalSeconds,
        AcquireTime = Now(),
        RenewTime = Now(),
        LeaderTransitions = transitions,
    };

    private LeaderElectionRecord Renewed(LeaderElectionRecord record)
        => record with { LeaseDurationSeconds = (int)config.LeaseDuration.TotalSeconds, RenewTime = Now() };

    // The Lease holds microseconds; a finer value would differ from itself after one round trip.
    private DateTime Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
