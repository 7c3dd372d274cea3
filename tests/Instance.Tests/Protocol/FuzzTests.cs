using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Instance.Tests.Support;

namespace Instance.Tests.Protocol;

/// <summary>Whatever comes in, a valid answer goes out. Seeded, so that a failure is the same one for everybody.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Methods =
    [
        "tools/list", "tools/call", "resources/list", "resources/read", "resources/templates/list", "prompts/list", "prompts/get", "completion/complete", "server/discover",
        "subscriptions/listen", "initialize", "ping", "logging/setLevel", "notifications/cancelled", "notifications/initialized", "notifications/progress", "nope",
    ];

    private static readonly string[] Names =
    [
        "name", "arguments", "uri", "cursor", "ref", "argument", "_meta", "progressToken", "id", "title", "content", "query", "limit", "metadata", "version", "requestState",
        "inputResponses", "protocolVersion", "capabilities", "clientInfo", "level", "requestId", "notifications", "traceparent",
    ];

    private static readonly string[] Texts = ["document_get", "document_list", "document_search", "document_create", "kb://documents/x", "", "x", "2025-06-18", "\0", "p1", "ref/prompt", "debug"];

    [Fact]
    public async Task Entry_DamagedBytes_AlwaysGivesAValidAnswer()
    {
        var seeds = HostileRequests.All.Where(r => r.Body.Length is > 0 and < 4096).ToArray();
        var gen = from seed in Gen.Elements(seeds)
                  from changes in Gen.ListOf(from at in Gen.Choose(0, 4095) from value in Gen.Choose(0, 255) from kind in Gen.Choose(0, 3) select (at, value, kind), 4)
                  select seed with { Body = changes.Aggregate(seed.Body, Damage) };
        await CheckAsync(gen, 8000, 20261121);
    }

    [Fact]
    public async Task Entry_AnyJsonInPlausiblePlaces_AlwaysGivesAValidAnswer()
    {
        var gen = from method in Gen.Elements(Methods)
                  from parameters in Object(4)
                  from id in Gen.Elements("1", "\"a\"", "0", null)
                  from version in Gen.Elements(Rpc.Version, "2025-06-18", "2024-11-05", "")
                  select Request(method, (JsonObject)JsonNode.Parse(parameters)!, id, version);
        await CheckAsync(gen, 8000, 4711);
    }

    private static async Task CheckAsync(Gen<HostileRequest> gen, int count, ulong seed)
    {
        await using var instance = await TestInstance.StartAsync();
        var wrong = new List<string>();
        foreach (var request in gen.Sample(60, new Rnd(seed), count))
        {
            var answer = await Pipeline.SendAsync(instance.Handler, request);
            if (AnswerCheck.Run(answer).Problem is { } problem)
                wrong.Add($"{problem}: {Encoding.UTF8.GetString(request.Body)} -> {Encoding.UTF8.GetString(answer.Body)}");
        }
        wrong.Take(10).ShouldBeEmpty($"{wrong.Count} of {count}\n{string.Join('\n', instance.Logs.Split('\n').Where(l => l.Contains("Error", StringComparison.Ordinal)).Take(5))}");
    }

    private static byte[] Damage(byte[] body, (int At, int Value, int Kind) change)
    {
        if (body.Length == 0)
            return body;
        var at = change.At % body.Length;
        return change.Kind switch
        {
            0 => [.. body[..at], (byte)change.Value, .. body[(at + 1)..]],
            1 => [.. body[..at], .. body[(at + 1)..]],
            2 => [.. body[..at], (byte)change.Value, .. body[at..]],
            _ => [.. body[..at], .. body[(body.Length - at)..]],
        };
    }

    private static HostileRequest Request(string method, JsonObject parameters, string? id, string version)
    {
        if (version == Rpc.Version)
            parameters["_meta"] = Rpc.Body(method)["params"]!["_meta"]!.DeepClone();
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters };
        if (id is not null)
            body["id"] = JsonNode.Parse(id);
        var name = method == "resources/read" ? parameters["uri"] : parameters["name"];
        var text = name?.GetValueKind() is System.Text.Json.JsonValueKind.String ? (string?)name : null;
        return HostileRequest.Raw("fuzz", 0, null, body.ToJsonString()).With("Mcp-Method", method).With("Mcp-Name", text is { Length: > 0 } && text[0] != '\0' ? text : null)
            .With("MCP-Protocol-Version", version.Length > 0 ? version : null);
    }

    private static Gen<string> Value(int depth) => depth == 0
        ? Scalar()
        : Gen.Frequency((4, Scalar()), (2, Object(depth - 1)), (1, from items in Gen.ListOf(Value(depth - 1), 3) select "[" + string.Join(',', items) + "]"));

    private static Gen<string> Scalar() => Gen.OneOf(
        Gen.Elements("null", "true", "false", "0", "-1", "1.5", "1e308", "9223372036854775808"), from text in Gen.Elements(Texts) select JsonValue.Create(text).ToJsonString());

    private static Gen<string> Object(int depth) =>
        from picked in Gen.ListOf(Gen.Elements(Names), 6)
        let names = picked.Distinct(StringComparer.Ordinal).ToList()
        from values in Gen.ListOf(Value(Math.Max(0, depth - 1)), names.Count)
        select "{" + string.Join(',', names.Zip(values, (n, v) => $"\"{n}\":{v}")) + "}";
}
