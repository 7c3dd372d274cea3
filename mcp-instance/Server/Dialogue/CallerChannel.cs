using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Protocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Dialogue;

/// <summary>What the caller of one request can be told and asked while the request runs, in the words of its own protocol revision.</summary>
internal sealed class CallerChannel
{
    private const int MaximumLogs = 1000;
    private const int MaximumLog = 16 << 10;

    private readonly McpServer server;
    private readonly LegacyClient? client;
    private readonly JsonNode? declared;
    private readonly JsonNode? level;
    private JsonObject? capabilities;
    private LogThreshold? logging;
    private int logs;

    // Most tools neither ask nor tell anything, so what the caller has declared is read when somebody wants to know.
    private CallerChannel(McpServer server, JsonObject? meta, RequestParams? parameters)
    {
        (this.server, IsModern, declared, level) = (server, true, meta?[MetaKeys.ClientCapabilities], meta?[MetaKeys.LogLevel]);
        (RequestState, InputResponses) = (parameters?.RequestState, parameters?.InputResponses);
    }

    private CallerChannel(McpServer server, LegacyClient? client, LogThreshold logging) =>
        (this.server, this.client, capabilities, this.logging) = (server, client, client?.Capabilities, logging);

    /// <summary>Whether questions go back as the result of the request, which the caller then repeats with the answers.</summary>
    public bool IsModern { get; }

    /// <summary>What it has declared of what is passed on.</summary>
    public JsonObject Capabilities => capabilities ??= RelayedCapabilities.Of(declared);

    /// <summary>Which log messages it wants.</summary>
    public LogThreshold Logging => logging ??= LogThreshold.Parse(level);

    /// <summary>State that it carries for us from an earlier round.</summary>
    public string? RequestState { get; }

    /// <summary>Its answers to the questions of an earlier round.</summary>
    public IDictionary<string, InputResponse>? InputResponses { get; }

    public static CallerChannel Of<T>(RequestContext<T> request, LogThresholds thresholds)
        where T : RequestParams
    {
        var context = request.JsonRpcRequest.Context;
        if (context?.ProtocolVersion == ProtocolVersions.Modern)
        {
            var meta = request.JsonRpcRequest.Params is JsonObject parameters ? parameters["_meta"] as JsonObject : null;
            return new CallerChannel(request.Server, meta, request.Params);
        }
        var known = context?.Items?.TryGetValue(LegacyClient.ItemKey, out var item) is true ? item as LegacyClient : null;
        return new CallerChannel(request.Server, known, thresholds.Of(known));
    }

    /// <summary>Passes a log message on, if the caller wants it. Messages beyond any measure are left out: they are hints.</summary>
    public async Task LogAsync(string source, JsonObject message, CancellationToken cancellationToken)
    {
        if (!Logging.Admits(message["level"]) || logs >= MaximumLogs || message.ToJsonString().Length > MaximumLog)
            return;
        logs++;
        var name = message["logger"] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? $"{source}/{value.GetValue<string>()}" : source;
        var parameters = new JsonObject { ["level"] = message["level"]!.DeepClone(), ["logger"] = name, ["data"] = message["data"]?.DeepClone() };
        await server.SendMessageAsync(new JsonRpcNotification { Method = NotificationMethods.LoggingMessageNotification, Params = parameters }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks a caller of an older revision, and waits.</summary>
    /// <exception cref="InvalidOperationException">It cannot be asked, or too many questions wait.</exception>
    /// <exception cref="ModelContextProtocol.McpException">It answered with an error.</exception>
    public Task<JsonRpcResponse> AskAsync(string method, JsonNode? parameters, CancellationToken cancellationToken) => client is null
        ? throw new InvalidOperationException("The caller cannot be asked.")
        : client.AskAsync(server, method, parameters, cancellationToken);
}
