namespace k8s;

/// <summary>Has metadata.</summary>
/// <typeparam name="TMetadata">Type of the metadata.</typeparam>
public interface IMetadata<TMetadata>
{
    /// <summary>The object's metadata.</summary>
    TMetadata Metadata { get; set; }
}
