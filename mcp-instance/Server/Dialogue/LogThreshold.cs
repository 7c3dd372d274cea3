using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Dialogue;

/// <summary>The least severe log message that a caller wants.</summary>
/// <param name="Level">Name of the level; null: no messages at all.</param>
internal sealed record LogThreshold(string? Level)
{
    /// <summary>What a client of an older revision gets that has not said anything.</summary>
    public static readonly LogThreshold Default = new("info");

    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    public static LogThreshold Of(LoggingLevel level) => new(Levels[Math.Clamp((int)level, 0, Levels.Length - 1)]);

    public static LogThreshold Parse(JsonNode? level) => new(Rank(level) < 0 ? null : level!.GetValue<string>());

    public bool Admits(JsonNode? level) => Level is not null && Rank(level) is >= 0 and var rank && rank >= Array.IndexOf(Levels, Level);

    private static int Rank(JsonNode? level) => level is JsonValue value && value.GetValueKind() is JsonValueKind.String ? Array.IndexOf(Levels, value.GetValue<string>()) : -1;
}
