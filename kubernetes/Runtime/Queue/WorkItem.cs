namespace Kubernetes.Runtime.Queue;

/// <summary>A key handed to a worker, who must call <see cref="WorkQueue{TKey}.Done"/> for it in a <c>finally</c>.</summary>
/// <typeparam name="TKey">Key type.</typeparam>
/// <param name="Key">What to work on.</param>
/// <param name="Priority">Its priority in the queue; a retry should keep it.</param>
public readonly record struct WorkItem<TKey>(TKey Key, int Priority);
