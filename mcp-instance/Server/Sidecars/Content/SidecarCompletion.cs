using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Sidecars.Calls;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Sidecars.Content;

/// <summary>Completes arguments of third-party servers' prompts and templates. Our own have nothing to complete.</summary>
internal sealed class SidecarCompletion(SidecarSurface surface, SidecarRelay relay)
{
    private const int MaximumValues = 100;
    private const int MaximumValue = 1000;

    /// <param name="handlers">Where it goes.</param>
    /// <param name="isOwn">Whether a prompt or template is ours.</param>
    public void AddTo(McpServerHandlers handlers, Func<Reference, bool> isOwn)
    {
        if (!surface.Completes)
            return;
        handlers.CompleteHandler = async (request, ct) =>
        {
            var (server, target, reference) = Find(request.Params!.Ref);
            if (server is null)
                return isOwn(request.Params.Ref) ? Nothing() : throw new McpProtocolException("There is no such prompt or resource template.", McpErrorCode.InvalidParams);
            return server.Connection.Offer.Completes ? await CompleteAsync(request, server, target!, reference!, ct).ConfigureAwait(false) : Nothing();
        };
    }

    private (SidecarServer? Server, string? Target, JsonObject? Reference) Find(Reference reference) => reference switch
    {
        PromptReference { Name: var name } when surface.FindPrompt(name) is { } prompt =>
            (prompt.Server, prompt.Listed.Name, new JsonObject { ["type"] = "ref/prompt", ["name"] = prompt.Original }),
        ResourceTemplateReference { Uri: { } uri } when (surface.OwnerOfTemplate(uri) ?? surface.OwnerOf(uri)) is { } owner =>
            (owner, owner.ResourcesName, new JsonObject { ["type"] = "ref/resource", ["uri"] = uri }),
        _ => default,
    };

    private Task<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, SidecarServer server, string target, JsonObject reference, CancellationToken cancellationToken)
    {
        var argument = request.Params!.Argument;
        var parameters = new JsonObject { ["ref"] = reference, ["argument"] = new JsonObject { ["name"] = argument.Name, ["value"] = argument.Value } };
        if (request.Params.Context?.Arguments is { Count: > 0 } known)
            parameters["context"] = new JsonObject { ["arguments"] = new JsonObject(known.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))) };
        return relay.RunAsync(request, server.Connection, target, "completion", parameters, Read, Refused, cancellationToken);
    }

    private static CompleteResult Read(JsonNode? answer)
    {
        if (SidecarJson.Read<CompleteResult>(answer).Completion is not { Values: { } values } completion || values.Any(v => v is null))
            throw new JsonException();
        return new CompleteResult
        {
            Completion = new Completion
            {
                Values = [.. values.Take(MaximumValues).Select(v => Bounded.Text(v, MaximumValue))],
                Total = completion.Total,
                HasMore = values.Count > MaximumValues ? true : completion.HasMore,
            },
        };
    }

    private static CompleteResult Nothing() => new() { Completion = new Completion { Values = [], Total = 0, HasMore = false } };

    private static McpProtocolException? Refused(McpErrorCode code) =>
        code is McpErrorCode.InvalidParams ? new McpProtocolException("The server does not complete this argument.", McpErrorCode.InvalidParams) : null;
}
