namespace k8s.LeaderElection;

/// <summary>
/// What we know of the lease, and since when by our own monotonic clock. Pure. A lease is expired only after we have watched it unchanged
/// for the duration that its holder wrote: clocks of other machines are never compared (client-go does the same).
/// </summary>
internal sealed record ObservedLease(LeaderElectionRecord? Record, long Since)
{
    public static ObservedLease Nothing { get; } = new(null, 0);

    public ObservedLease See(LeaderElectionRecord record, long now) => record == Record ? this : new ObservedLease(record, now);

    public bool IsFree(TimeProvider time, long now)
        => Record is null
            || Record.HolderIdentity.Length == 0
            || time.GetElapsedTime(Since, now) >= TimeSpan.FromSeconds(Record.LeaseDurationSeconds);
}
