namespace k8s.LeaderElection;

/// <summary>The object that contenders compete for. An implementation remembers the version it read or wrote last, for compare-and-swap.</summary>
public interface ILock
{
    /// <summary>Who we are; differs between any two processes.</summary>
    string Identity { get; }

    /// <summary>Reads the record; null when there is none yet.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<LeaderElectionRecord?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates the record; false when somebody was faster.</summary>
    /// <param name="record">First record.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<bool> CreateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default);

    /// <summary>Replaces the record read or written last; false when it changed meanwhile.</summary>
    /// <param name="record">New record.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<bool> UpdateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default);

    /// <summary>Name for logs and metrics.</summary>
    string Describe();
}
