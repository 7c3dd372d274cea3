namespace k8s;

/// <summary>Has a desired state.</summary>
/// <typeparam name="TSpec">Type of the specification.</typeparam>
public interface ISpec<TSpec>
{
    /// <summary>What the writer wants.</summary>
    TSpec Spec { get; set; }
}
