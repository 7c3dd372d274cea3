namespace McpTenants.Operator.Diff;

/// <summary>
/// The lists that the API server merges by a key, as far as we write them. All other lists are atomic: their order and
/// length are ours.
/// </summary>
internal static class ListKeys
{
    /// <summary>The merge key of the list at the path, or null for an atomic list.</summary>
    public static string? For(string path) => path[(path.LastIndexOf('/') + 1)..] switch
    {
        "containers" or "initContainers" or "volumes" or "env" or "imagePullSecrets" => "name",
        "volumeMounts" => "mountPath",
        "ports" when path.Contains("/containers/", StringComparison.Ordinal) => "containerPort",
        "ports" when path == "/spec/ports" => "port",
        _ => null,
    };
}
