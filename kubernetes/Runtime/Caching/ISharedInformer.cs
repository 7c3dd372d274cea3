namespace Kubernetes.Runtime.Caching;

/// <summary>What can be done with an informer without knowing its kind.</summary>
public interface ISharedInformer
{
    /// <summary>The first list is in the store.</summary>
    bool HasSynced { get; }

    /// <summary>Completes when the first list is in the store.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task WaitForSyncAsync(CancellationToken cancellationToken = default);

    /// <summary>Starts it in the background; the second call does nothing.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    void Start(CancellationToken cancellationToken);

    /// <summary>Starts it; the second call joins the first.</summary>
    /// <param name="cancellationToken">Ends it; the task then completes without an exception.</param>
    Task RunAsync(CancellationToken cancellationToken);
}
