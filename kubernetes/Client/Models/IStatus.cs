namespace k8s;

/// <summary>Has an observed state, written through the <c>status</c> subresource.</summary>
/// <typeparam name="TStatus">Type of the status.</typeparam>
public interface IStatus<TStatus>
{
    /// <summary>What the controller saw.</summary>
    TStatus Status { get; set; }
}
