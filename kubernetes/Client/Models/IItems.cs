namespace k8s;

/// <summary>A list kind.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
public interface IItems<T>
{
    /// <summary>The objects of this page.</summary>
    IList<T> Items { get; set; }
}
