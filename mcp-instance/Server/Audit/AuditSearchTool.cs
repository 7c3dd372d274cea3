using System.Globalization;
using System.Text.Json;
using McpTenants.Audit;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Search;
using McpTenants.Audit.Storage;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Audit;

/// <summary>
/// Lets the tenant's own auditors read the trail. Off unless <c>tools.allow</c> names it letter by letter, and only where tokens carry scopes: a wildcard
/// that was written for documents must not open the records of everybody's calls.
/// </summary>
internal static class AuditSearchTool
{
    public const string Name = "audit_search";
    public const string Scope = "audit:read";

    private const string Schema = """
        {"type":"object","properties":{
        "from":{"type":"string","format":"date-time","description":"Earliest time"},
        "to":{"type":"string","format":"date-time","description":"Latest time"},
        "event":{"type":"string","enum":["call","credential","open","close","gap","retention"]},
        "tool":{"type":"string","description":"Exact name of a tool, resources/read, prompts/get or completion/complete; of a third-party server: its prompt, or SERVER_resources/read"},
        "outcome":{"type":"string","enum":["Ok","Failed","Invalid","TimedOut","Cancelled","Broken","Refused","InputRequired"]},
        "limit":{"type":"integer","minimum":1,"maximum":200,"default":50},
        "cursor":{"type":"string","description":"nextCursor of the page before; a page may be short and still have a next one"}
        },"additionalProperties":false}
        """;

    private static readonly string[] Hidden = ["prev", "hash"];

    public static bool IsEnabled(InstanceConfiguration configuration) =>
        configuration.Auth.Mode is AuthMode.OAuth && configuration.Tools.Allow.Contains(Name, StringComparer.Ordinal);

    public static ToolDefinition Create(string dataFolder) => new(
        Name, "Search the audit trail",
        "Lists audit records of this tenant, newest first: which tool was called when, by which pseudonymous caller, with what outcome. Needs the scope audit:read.",
        Schema, ToolKind.Read, (arguments, _) => Task.FromResult(Search(new AuditFolder(AuditTrail.FolderIn(dataFolder)), arguments)));

    private static ToolOutput Search(AuditFolder folder, ToolArguments arguments)
    {
        var query = new AuditQuery
        {
            From = Time(arguments, "from"),
            To = Time(arguments, "to"),
            Event = arguments.OptionalText("event", 32),
            Tool = arguments.OptionalText("tool", 128),
            Outcome = arguments.OptionalText("outcome", 32),
            Limit = arguments.OptionalInteger("limit", 1, 200) ?? 50,
            Before = Cursor.Parse(arguments.OptionalText("cursor", 64)) ?? long.MaxValue,
        };
        arguments.RequireNoOthers();
        var page = AuditSearch.Run(folder, query);
        return ToolOutput.Json(json => Write(json, page));
    }

    private static void Write(Utf8JsonWriter json, AuditPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("records");
        foreach (var record in page.Records)
            Write(json, record);
        json.WriteEndArray();
        if (page.Next is { } next)
            json.WriteString("nextCursor", Cursor.Format(next));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartObject();
        foreach (var member in record.Body.EnumerateObject().Where(m => !Hidden.Contains(m.Name, StringComparer.Ordinal)))
            member.WriteTo(json);
        json.WriteEndObject();
    }

    private static DateTimeOffset? Time(ToolArguments arguments, string name)
    {
        if (arguments.OptionalText(name, 64) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ToolInputException($"The argument {name} must be a time such as 2026-11-21T05:00:00Z.");
    }
}
