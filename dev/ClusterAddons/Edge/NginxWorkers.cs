using System.Globalization;

namespace ClusterAddons.Edge;

/// <summary>
/// Makes nginx take up its configuration and waits until nobody serves the former one: the signal alone only asks for it, and until
/// the last old worker has closed its listening sockets a new connection may still get the old routes.
/// </summary>
internal static class NginxWorkers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <param name="master">Process id of the master.</param>
    /// <param name="reload">Sends the signal.</param>
    /// <param name="time">The clock of the waiting.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="TimeoutException">The old workers still accept; nginx refuses the configuration, or does not run.</exception>
    public static async Task ReplaceAsync(int master, Func<Task> reload, TimeProvider time, CancellationToken ct)
    {
        var old = Accepting(master);
        await reload();
        var start = time.GetTimestamp();
        while (Accepting(master) is var now && (now.Count == 0 || now.Overlaps(old)))
        {
            if (time.GetElapsedTime(start) > Patience)
                throw new TimeoutException("nginx did not take up its new configuration; its own log says why.");
            await Task.Delay(Interval, time, ct);
        }
    }

    // A worker on its way out says so in its title, and has closed its listening sockets by then.
    private static HashSet<int> Accepting(int master) =>
        [.. Children(master).Where(child => Read($"/proc/{child}/cmdline") is { Length: > 0 } title && !title.Contains("shutting down", StringComparison.Ordinal))];

    private static IEnumerable<int> Children(int parent) =>
        from directory in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        let stat = Read($"{directory}/stat")
        // The name in parentheses may hold anything; after it come the state and the parent.
        where stat.Length > 0 && int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) == parent
        select int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture);

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return "";
        }
    }
}
