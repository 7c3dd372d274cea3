using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Protocol;

/// <summary>Mcp-Param-* headers must mirror the arguments whose schema carries <c>x-mcp-header</c>.</summary>
internal static class ParameterHeaderCheck
{
    public static McpRefusal? Run(IHeaderDictionary headers, JsonRpcShape shape, McpServerPrimitiveCollection<McpServerTool>? tools)
    {
        if (shape.Method != "tools/call" || tools is null || shape.RoutingName is not { } name || !tools.TryGetPrimitive(name, out var tool))
            return null;
        return Check(headers, tool.ProtocolTool.InputSchema, JsonRpcShape.Find(shape.Params!.Value, "arguments"));
    }

    private static McpRefusal? Check(IHeaderDictionary headers, JsonElement schema, JsonElement? arguments)
    {
        if (schema.ValueKind is not JsonValueKind.Object || JsonRpcShape.Find(schema, "properties") is not { ValueKind: JsonValueKind.Object } properties)
            return null;
        foreach (var property in properties.EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.Object))
        {
            var argument = arguments is { ValueKind: JsonValueKind.Object } all ? JsonRpcShape.Find(all, property.Name) : null;
            if (argument is { ValueKind: JsonValueKind.Null })
                argument = null;
            var refusal = Check(headers, property.Value, argument) ?? CheckOne(headers, property.Value, argument);
            if (refusal is not null)
                return refusal;
        }
        return null;
    }

    private static McpRefusal? CheckOne(IHeaderDictionary headers, JsonElement schema, JsonElement? argument)
    {
        if (JsonRpcShape.Find(schema, "x-mcp-header") is not { ValueKind: JsonValueKind.String } suffix)
            return null;
        var header = HeaderNames.ParameterPrefix + suffix.GetString();
        var value = HeaderNames.Single(headers, header);
        if (value is null)
            return argument is null ? null : McpRefusal.HeaderMismatch($"The {header} header is missing.");
        return argument is { } given && StandardHeaderCheck.Decode(value) is { } decoded && Same(decoded, given)
            ? null
            : McpRefusal.HeaderMismatch($"The {header} header does not match the request's arguments.");
    }

    private static bool Same(string header, JsonElement argument) => argument.ValueKind switch
    {
        JsonValueKind.String => header == argument.GetString(),
        JsonValueKind.True => header == "true",
        JsonValueKind.False => header == "false",
        // 1, 1.0 and 1e0 are one number for the schema; decimal keeps all integers that JavaScript clients can hold exact.
        JsonValueKind.Number => decimal.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && argument.TryGetDecimal(out var expected) && number == expected,
        _ => false,
    };
}
