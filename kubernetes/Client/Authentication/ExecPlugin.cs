namespace k8s.Authentication;

/// <summary>A credential plugin as a kubeconfig names it.</summary>
/// <param name="ApiVersion"><c>client.authentication.k8s.io/v1</c> or <c>v1beta1</c>.</param>
/// <param name="Command">Program; absolute, or looked up in PATH.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables added to ours.</param>
/// <param name="InstallHint">What to tell people when the program is missing.</param>
/// <param name="ClusterInfo">The <c>spec.cluster</c> for KUBERNETES_EXEC_INFO; null unless the kubeconfig asks for it.</param>
/// <param name="Origin">File and field, for messages.</param>
public sealed record ExecPlugin(
    string ApiVersion,
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string? InstallHint,
    ExecClusterInfo? ClusterInfo,
    string Origin);
