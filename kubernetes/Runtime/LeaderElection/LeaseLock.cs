using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace k8s.LeaderElection.ResourceLock;

/// <summary>The record in a <c>coordination.k8s.io/v1</c> Lease.</summary>
/// <param name="client">Talks to the API server.</param>
/// <param name="namespace">Namespace of the Lease.</param>
/// <param name="name">Name of the Lease.</param>
/// <param name="identity">Who we are; see <see cref="LeaderElectionConfig.NewIdentity"/>.</param>
public sealed class LeaseLock(IKubernetesClient client, string @namespace, string name, string identity) : ILock
{
    private string? _version;

    /// <inheritdoc/>
    public string Identity { get; } = identity;

    /// <inheritdoc/>
    public async Task<LeaderElectionRecord?> GetAsync(CancellationToken cancellationToken = default)
    {
        var lease = await client.GetAsync<V1Lease>(name, @namespace, cancellationToken).ConfigureAwait(false);
        _version = lease?.ResourceVersion();
        return lease is null ? null : ToRecord(lease.Spec);
    }

    /// <inheritdoc/>
    public async Task<bool> CreateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default)
    {
        try
        {
            var lease = new V1Lease { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = @namespace }, Spec = ToSpec(record) };
            _version = (await client.CreateAsync(lease, ct: cancellationToken).ConfigureAwait(false)).ResourceVersion();
            return true;
        }
        catch (HttpOperationException faster) when (faster.IsConflict())
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> UpdateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default)
    {
        if (_version is null)
            return false;
        try
        {
            // A patch with a version is a compare-and-swap that keeps fields newer servers have and we do not know.
            var change = new V1Lease { Metadata = new V1ObjectMeta { ResourceVersion = _version }, Spec = ToSpec(record) };
            var lease = await client.PatchAsync<V1Lease>(new V1Patch(change, PatchType.MergePatch), name, @namespace, ct: cancellationToken).ConfigureAwait(false);
            _version = lease.ResourceVersion();
            return true;
        }
        catch (HttpOperationException changed) when (changed.IsConflict() || changed.IsNotFound())
        {
            _version = null;
            return false;
        }
    }

    /// <inheritdoc/>
    public string Describe() => $"{@namespace}/{name}";

    private static V1LeaseSpec ToSpec(LeaderElectionRecord record) => new()
    {
        HolderIdentity = record.HolderIdentity,
        LeaseDurationSeconds = record.LeaseDurationSeconds,
        AcquireTime = record.AcquireTime,
        RenewTime = record.RenewTime,
        LeaseTransitions = record.LeaderTransitions,
    };

    private static LeaderElectionRecord ToRecord(V1LeaseSpec? spec) => new()
    {
        HolderIdentity = spec?.HolderIdentity ?? string.Empty,
        LeaseDurationSeconds = spec?.LeaseDurationSeconds ?? 0,
        AcquireTime = spec?.AcquireTime,
        RenewTime = spec?.RenewTime,
        LeaderTransitions = spec?.LeaseTransitions ?? 0,
    };
}
