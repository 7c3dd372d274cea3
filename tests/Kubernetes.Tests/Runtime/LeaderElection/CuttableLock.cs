using k8s.LeaderElection;

namespace Kubernetes.Tests.Runtime.LeaderElection;

/// <summary>A contender whose connection to the server can be cut while its clock goes on: what a killed or partitioned leader looks like from outside.</summary>
internal sealed class CuttableLock(ILock inner) : ILock
{
    public volatile bool IsCut;

    public string Identity => inner.Identity;

    public Task<LeaderElectionRecord?> GetAsync(CancellationToken cancellationToken = default) => Guard(() => inner.GetAsync(cancellationToken));

    public Task<bool> CreateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default) => Guard(() => inner.CreateAsync(record, cancellationToken));

    public Task<bool> UpdateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default) => Guard(() => inner.UpdateAsync(record, cancellationToken));

    public string Describe() => inner.Describe();

    private Task<T> Guard<T>(Func<Task<T>> call) => IsCut ? Task.FromException<T>(new HttpRequestException("cut off")) : call();
}
