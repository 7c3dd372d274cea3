namespace k8s;

/// <summary>Which kubeconfig files count.</summary>
internal static class KubeConfigFiles
{
    /// <summary>Existing files of KUBECONFIG; when it is not set, the one in the home folder if it exists.</summary>
    public static IReadOnlyList<string> FromEnvironment() => FromEnvironment(ClientEnvironment.KubeConfig, ClientEnvironment.Home);

    public static IReadOnlyList<string> FromEnvironment(string? variable, string home)
    {
        if (!string.IsNullOrEmpty(variable))
        {
            var named = Split(variable);
            // kubectl ignores missing files of a list; but if all are missing, going on would mean another cluster than the one asked for.
            var existing = named.Where(File.Exists).ToList();
            return existing.Count > 0 ? existing : throw new KubeConfigException($"KUBECONFIG names no file that exists: {variable}");
        }

        var standard = Path.Combine(home, ".kube", "config");
        return File.Exists(standard) ? [standard] : [];
    }

    public static IReadOnlyList<string> Split(string list) =>
        [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
