namespace k8s;

/// <summary>Anything that states its API version and kind on the wire.</summary>
public interface IKubernetesObject
{
    /// <summary>Group and version, such as <c>apps/v1</c>; the version alone for the core group.</summary>
    string ApiVersion { get; set; }

    /// <summary>Kind, such as <c>Deployment</c>.</summary>
    string Kind { get; set; }
}

/// <summary>A kind with metadata: <see cref="Models.V1ObjectMeta"/> for objects, <see cref="Models.V1ListMeta"/> for lists.</summary>
/// <typeparam name="TMetadata">Type of the metadata.</typeparam>
public interface IKubernetesObject<TMetadata> : IKubernetesObject, IMetadata<TMetadata>;
