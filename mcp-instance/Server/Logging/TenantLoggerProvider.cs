namespace McpTenants.Instance.Logging;

/// <summary>Logs to a stream, standard output in production. Unbuffered, because a process that may be gone in a second must not hold lines back.</summary>
internal sealed class TenantLoggerProvider(Stream output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock gate = new();

    public TimeProvider Time => time;

    /// <summary>Name and UID; set once the configuration is known. Swapped whole, so a line never mixes two.</summary>
    public (string Name, string Uid) Tenant { get; set; } = ("", "");

    public ILogger CreateLogger(string categoryName) => new TenantLogger(categoryName, this);

    public void Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
            output.Write(line);
    }

    public void Dispose() => output.Flush();
}
