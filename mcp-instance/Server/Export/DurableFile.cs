using McpTenants.Audit.Storage;

namespace McpTenants.Instance.Export;

/// <summary>Files that are there whole or not at all, whatever happens while they are written.</summary>
internal static class DurableFile
{
    public static async Task WriteAsync(string path, Func<Stream, Task> content)
    {
        var temporary = path + ".new";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            await content(stream).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
