namespace k8s;

/// <summary>Merges kubeconfig files as kubectl does (the first file to name something wins) and picks one context.</summary>
internal static class KubeConfigReader
{
    public static KubernetesClientConfiguration Read(IReadOnlyList<string> files, string? context, string? masterUrl, bool useRelativePaths = true)
    {
        var roots = files.Select(KubeConfigNode.Load).ToList();
        var names = string.Join(Path.PathSeparator, files);
        context ??= roots.Select(r => r["current-context"].Text).FirstOrDefault(t => t is not null);
        var result = new KubernetesClientConfiguration();
        var paths = new PathBase(useRelativePaths);
        if (context is not null)
        {
            var chosen = Find(roots, "contexts", context, names)["context"];
            result.Namespace = chosen["namespace"].Text;
            var cluster = Find(roots, "clusters", chosen["cluster"].Required, chosen["cluster"].ToString())["cluster"];
            ClusterSection.Apply(cluster, result, paths);
            // A context without a user is an anonymous one.
            if (chosen["user"].Text is { } user)
                UserSection.Apply(Find(roots, "users", user, chosen["user"].ToString())["user"], result, paths);
        }
        else if (masterUrl is null)
        {
            throw new KubeConfigException($"{names}: current-context is missing, and no context was asked for");
        }

        if (masterUrl is not null)
            result.Host = masterUrl;
        return result;
    }

    private static KubeConfigNode Find(IEnumerable<KubeConfigNode> roots, string list, string name, string askedBy) =>
        roots.SelectMany(r => r[list].Items).FirstOrDefault(i => i["name"].Text == name)
        ?? throw new KubeConfigException($"{askedBy}: there is no '{name}' under {list}");

    /// <summary>Resolves file names against the file that mentions them.</summary>
    internal sealed class PathBase(bool useRelativePaths)
    {
        public string? Resolve(KubeConfigNode field)
        {
            if (field.Text is not { } path)
                return null;
            var full = useRelativePaths ? Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(field.File))!) : Path.GetFullPath(path);
            return File.Exists(full) ? full : throw field.Error($"names a file that does not exist: {full}");
        }

        public string Command(KubeConfigNode field)
        {
            var command = field.Required;
            // As kubectl: a bare name is looked up in PATH, anything with a slash is relative to the file.
            return command.Contains('/', StringComparison.Ordinal) && useRelativePaths
                ? Path.GetFullPath(command, Path.GetDirectoryName(Path.GetFullPath(field.File))!)
                : command;
        }
    }
}
