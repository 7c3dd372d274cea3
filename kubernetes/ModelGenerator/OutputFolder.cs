namespace Kubernetes.ModelGenerator;

/// <summary>Makes a folder hold exactly the given files; untouched when nothing changed, so that builds stay incremental.</summary>
internal static class OutputFolder
{
    /// <returns>How many files were written or deleted.</returns>
    public static int Synchronize(string folder, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(folder);
        var changed = 0;
        foreach (var stale in Directory.GetFiles(folder, "*.cs").Where(f => !files.ContainsKey(Path.GetFileName(f))))
        {
            File.Delete(stale);
            changed++;
        }

        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path) && File.ReadAllText(path) == content)
                continue;
            File.WriteAllText(path, content);
            changed++;
        }

        return changed;
    }
}
