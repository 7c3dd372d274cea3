namespace McpTenants.Instance.Protocol;

/// <summary>The protocol revisions this host answers; the SDK keeps its own list internal.</summary>
public static class ProtocolVersions
{
    /// <summary>The stateless revision: metadata in every request, no handshake.</summary>
    public const string Modern = "2026-07-28";

    private static readonly string[] Legacy = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    /// <summary>All revisions, oldest first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Legacy, Modern];

    internal static bool IsModern(string? version) => version == Modern;

    internal static bool IsLegacy(string version) => Legacy.Contains(version, StringComparer.Ordinal);
}
