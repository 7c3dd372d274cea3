namespace McpTenants.Audit.Chain;

/// <summary>Decides which files may go: whole files from the old end, so that what is left is still one chain.</summary>
internal static class RetentionPlan
{
    /// <summary>Bounds the length of one checkpoint record; what is left over goes the next time.</summary>
    public const int MaximumFiles = 200;

    /// <param name="oldestFirst">Closed files with the time of their newest record; read only as far as needed.</param>
    /// <param name="newest">Time of the newest record of a file.</param>
    /// <param name="now">The time.</param>
    /// <param name="retention">How long a record is kept.</param>
    public static IReadOnlyList<T> Choose<T>(IEnumerable<T> oldestFirst, Func<T, DateTimeOffset> newest, DateTimeOffset now, TimeSpan retention) =>
        [.. oldestFirst.TakeWhile(f => now - newest(f) > retention).Take(MaximumFiles)];
}
