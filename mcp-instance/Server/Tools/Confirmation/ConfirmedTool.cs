using System.Security.Cryptography;
using System.Text.Json;
using McpTenants.Audit.Json;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Serving;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Tools.Confirmation;

/// <summary>
/// A destructive tool behind a question to a person: the first call is answered with <c>input_required</c>, and only its repetition with the person's yes
/// and our sealed state reaches the tool. A model that was talked into deleting something cannot say the yes itself, as far as its client keeps the two apart.
/// </summary>
internal sealed class ConfirmedTool(McpServerTool inner, RequestSeal seal, string tenantUid) : McpServerTool
{
    private const string Question = "confirm";

    public override Tool ProtocolTool => inner.ProtocolTool;

    public override IReadOnlyList<object> Metadata => inner.Metadata;

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var context = request.JsonRpcRequest.Context;
        if (context?.ProtocolVersion != ProtocolVersions.Modern)
            return Refused($"This tool asks a person before it does anything, which needs protocol version {ProtocolVersions.Modern}.");
        if (request.Server.ClientCapabilities?.Elicitation is null)
            throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Elicitation = new ElicitationCapability() }, "The tool must be able to ask a person.");
        var parameters = request.Params!;
        var sealedRequest = Describe(context, parameters);
        if (parameters.RequestState is not { } state)
            throw Ask(sealedRequest);
        if (!seal.TryOpen(state, sealedRequest))
            throw new McpProtocolException("The request state is not valid.", McpErrorCode.InvalidParams);
        return IsConfirmed(parameters) ? await inner.InvokeAsync(request, cancellationToken).ConfigureAwait(false) : Refused("The person did not confirm.");
    }

    private SealedRequest Describe(JsonRpcMessageContext context, CallToolRequestParams parameters)
    {
        var caller = context.Items?.TryGetValue(Caller.ItemKey, out var item) is true ? item as Caller : null;
        var arguments = JsonSerializer.SerializeToElement(parameters.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal), ConfirmationJson.Default.IDictionaryStringJsonElement);
        return new SealedRequest(tenantUid, $"{caller?.Kind}:{caller?.Subject}", ProtocolTool.Name, Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(arguments))));
    }

    // The text names the tool and nothing of the arguments: those are the model's words, and the client shows them beside the question if it wants to.
    private InputRequiredException Ask(SealedRequest request) => new(
        new Dictionary<string, InputRequest>(StringComparer.Ordinal)
        {
            [Question] = InputRequest.ForElicitation(new ElicitRequestParams
            {
                Message = $"{ProtocolTool.Title ?? ProtocolTool.Name}: this cannot be undone. Go on?",
                RequestedSchema = new ElicitRequestParams.RequestSchema
                {
                    Properties = { [Question] = new ElicitRequestParams.BooleanSchema { Title = "Yes, go on" } },
                    Required = [Question],
                },
            }),
        },
        seal.Seal(request));

    private static bool IsConfirmed(CallToolRequestParams parameters)
    {
        if (parameters.InputResponses?.TryGetValue(Question, out var response) is not true)
            return false;
        try
        {
            return response!.Deserialize(InputResponse.ElicitResultJsonTypeInfo) is { IsAccepted: true, Content: { } content }
                && content.TryGetValue(Question, out var answer) && answer.ValueKind is JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static CallToolResult Refused(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(IDictionary<string, JsonElement>))]
internal sealed partial class ConfirmationJson : System.Text.Json.Serialization.JsonSerializerContext;
