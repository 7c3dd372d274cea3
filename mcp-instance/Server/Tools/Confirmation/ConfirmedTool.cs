using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Audit.Json;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Serving;
using McpTenants.Instance.Timing;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Tools.Confirmation;

/// <summary>
/// A destructive tool behind a question to a person: the first call is answered with <c>input_required</c>, and only its repetition with the person's yes
/// and our sealed state reaches the tool. A caller of an older revision is asked during the call, if it has declared that it can be. A model that was talked into deleting something cannot say the yes itself, as far as its client keeps the two apart.
/// </summary>
internal sealed class ConfirmedTool(McpServerTool inner, RequestSeal seal, string tenantUid, TimeSpan patience, TimeProvider time) : McpServerTool
{
    private const string Question = "confirm";

    // Begins the state of a call that a person has agreed to; the tool's own state follows.
    private const string Confirmed = "+";

    private static readonly LogThresholds NoLogs = new();

    public override Tool ProtocolTool => inner.ProtocolTool;

    public override IReadOnlyList<object> Metadata => inner.Metadata;

    public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var caller = CallerChannel.Of(request, NoLogs);
        return caller.IsModern ? InRoundsAsync(request, cancellationToken) : AtOnceAsync(request, caller, cancellationToken);
    }

    // The question is the answer, and the caller comes again with the person's.
    private async ValueTask<CallToolResult> InRoundsAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        if (request.Server.ClientCapabilities?.Elicitation is null)
            throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Elicitation = new ElicitationCapability() }, "The tool must be able to ask a person.");
        var parameters = request.Params!;
        var sealedRequest = Describe(request.JsonRpcRequest.Context!, parameters);
        if (parameters.RequestState is not { } state)
            throw new InputRequiredException(new Dictionary<string, InputRequest>(StringComparer.Ordinal) { [Question] = InputRequest.ForElicitation(Form()) }, seal.Seal(sealedRequest));
        if (!seal.TryOpenOnce(state, sealedRequest, out var carried))
            throw new McpProtocolException("The request state is not valid.", McpErrorCode.InvalidParams);
        if (carried.Length == 0 && !IsConfirmed(parameters))
            return Refused("The person did not confirm.");
        // What is ours is not the tool's: it gets its own state back, or none.
        parameters.RequestState = carried.Length > Confirmed.Length ? carried[Confirmed.Length..] : null;
        if (carried.Length == 0)
            parameters.InputResponses = null;
        try
        {
            return await inner.InvokeAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (InputRequiredException e)
        {
            // The tool has a question of its own. The yes is kept for the next round of the same call.
            throw new InputRequiredException(e.Result.InputRequests, seal.Seal(sealedRequest, Confirmed + e.Result.RequestState));
        }
    }

    // Callers of the older revisions are asked while they wait.
    private async ValueTask<CallToolResult> AtOnceAsync(RequestContext<CallToolRequestParams> request, CallerChannel caller, CancellationToken cancellationToken)
    {
        var form = JsonObject.Create(InputRequest.ForElicitation(Form()).Params!.Value);
        if (!RelayedCapabilities.Cover(caller.Capabilities, RequestMethods.ElicitationCreate, form))
            return Refused($"This tool asks a person before it does anything, which needs a client that declares elicitation, or protocol version {ProtocolVersions.Modern}.");
        using var limited = new TimeLimit(patience, time, cancellationToken);
        try
        {
            var answer = await caller.AskAsync(RequestMethods.ElicitationCreate, form, limited.Token).ConfigureAwait(false);
            if (!IsYes(answer.Result.Deserialize(InputResponse.ElicitResultJsonTypeInfo)))
                return Refused("The person did not confirm.");
        }
        catch (Exception e) when (e is InvalidOperationException or McpException or JsonException)
        {
            return Refused("The person could not be asked.");
        }
        catch (OperationCanceledException) when (limited.IsOver && !cancellationToken.IsCancellationRequested)
        {
            return Refused("The person did not answer in time.");
        }
        return await inner.InvokeAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private SealedRequest Describe(JsonRpcMessageContext context, CallToolRequestParams parameters)
    {
        var caller = context.Items?.TryGetValue(Caller.ItemKey, out var item) is true ? item as Caller : null;
        var arguments = JsonSerializer.SerializeToElement(parameters.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal), ConfirmationJson.Default.IDictionaryStringJsonElement);
        return new SealedRequest(tenantUid, $"{caller?.Kind}:{caller?.Subject}", ProtocolTool.Name, Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(arguments))));
    }

    // The text names the tool and nothing of the arguments: those are the model's words, and the client shows them beside the question if it wants to.
    private ElicitRequestParams Form() => new()
    {
        Message = $"{ProtocolTool.Title ?? ProtocolTool.Name}: this cannot be undone. Go on?",
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties = { [Question] = new ElicitRequestParams.BooleanSchema { Title = "Yes, go on" } },
            Required = [Question],
        },
    };

    private static bool IsConfirmed(CallToolRequestParams parameters)
    {
        if (parameters.InputResponses?.TryGetValue(Question, out var response) is not true)
            return false;
        try
        {
            return IsYes(response!.Deserialize(InputResponse.ElicitResultJsonTypeInfo));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsYes(ElicitResult? result) =>
        result is { IsAccepted: true, Content: { } content } && content.TryGetValue(Question, out var answer) && answer.ValueKind is JsonValueKind.True;

    private static CallToolResult Refused(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(IDictionary<string, JsonElement>))]
internal sealed partial class ConfirmationJson : System.Text.Json.Serialization.JsonSerializerContext;
