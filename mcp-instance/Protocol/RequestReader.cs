using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Protocol;

/// <summary>Turns a POST into a validated call, or into the refusal it deserves. The order is cheap before expensive: nothing is read that a header forbids.</summary>
internal static class RequestReader
{
    private static readonly McpRefusal TooLarge = new(413, ErrorCodes.Refused, "The request body is too large.");

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static async ValueTask<ReadRequest> ReadAsync(HttpContext context, McpHostOptions options)
    {
        if (MediaTypeCheck.Run(context.Request) is { } wrongType)
            return new ReadRequest(wrongType);
        if (await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes, context.RequestAborted).ConfigureAwait(false) is not { } body)
            return new ReadRequest(TooLarge);
        if (!StrictJson.TryParse(body, options.MaxRequestDepth, out var root))
            return new ReadRequest(McpRefusal.ParseError("The body is not valid JSON."));
        var malformed = JsonRpcShape.TryRead(root, out var shape);
        if (malformed is not null)
            return new ReadRequest(malformed, shape.Id);
        return Validate(context, options, root, shape);
    }

    private static ReadRequest Validate(HttpContext context, McpHostOptions options, JsonElement root, JsonRpcShape shape)
    {
        var headers = context.Request.Headers;
        var refusal = EnvelopeCheck.Run(headers, shape, out var version);
        if (refusal is null && ProtocolVersions.IsModern(version))
            refusal = StandardHeaderCheck.Run(headers, shape) ?? ParameterHeaderCheck.Run(headers, shape, options.Server.ToolCollection);
        refusal ??= ParameterShapeCheck.Run(shape);
        if (refusal is not null)
            return new ReadRequest(refusal, shape.Id);
        try
        {
            var message = root.Deserialize(MessageType)!;
            message.Context = new JsonRpcMessageContext { ProtocolVersion = version, Items = options.Items(context) };
            return new ReadRequest(null, shape.Id, new McpCall(context, message, shape.Method, shape.RoutingName, version));
        }
        catch (JsonException)
        {
            return new ReadRequest(McpRefusal.InvalidRequest("The body is not a JSON-RPC message."), shape.Id);
        }
    }
}

/// <summary>Either a call or a refusal, and the id that the answer must carry.</summary>
internal sealed record ReadRequest(McpRefusal? Refusal, JsonElement? Id = null, McpCall? Call = null);
