namespace ClusterAddons.Cluster;

/// <summary>A mirror whatever its kind.</summary>
internal interface IMirror
{
    /// <summary>Completes when the first list is complete.</summary>
    Task Synced { get; }

    Task RunAsync(CancellationToken cancellationToken);
}
