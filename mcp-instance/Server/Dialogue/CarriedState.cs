using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Audit.Json;
using McpTenants.Instance.Tools.Confirmation;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Dialogue;

/// <summary>
/// Puts the state that a third-party server gives a caller to carry into one of our own, so that it comes back only from the same caller, for the same tool,
/// prompt or resource, with the same arguments, and within ten minutes: whatever the server itself makes of it.
/// </summary>
internal sealed class CarriedState(RequestSeal seal, string tenantUid)
{
    /// <summary>Runs one round.</summary>
    /// <param name="caller">Who may bring a state and answers.</param>
    /// <param name="subject">Kind and subject of the caller.</param>
    /// <param name="target">What is called, by a name that includes the server's.</param>
    /// <param name="parameters">Parameters for the server, before anything of this round is in them.</param>
    /// <param name="run">Asks the server.</param>
    public async Task<T> RunAsync<T>(CallerChannel caller, string? subject, string target, JsonObject parameters, Func<JsonObject, Task<T>> run)
    {
        var request = new SealedRequest(tenantUid, subject ?? "", target, Digest(parameters));
        if (caller.RequestState is { } state)
        {
            if (!seal.TryOpen(state, request, out var carried))
                throw new McpProtocolException("The request state is not valid.", McpErrorCode.InvalidParams);
            parameters["requestState"] = carried;
        }
        if (caller.InputResponses is { } answers)
            parameters["inputResponses"] = new JsonObject(answers.Select(a => KeyValuePair.Create(a.Key, JsonSerializer.SerializeToNode(a.Value.RawValue, DialogueJson.Default.JsonElement))));
        try
        {
            return await run(parameters).ConfigureAwait(false);
        }
        catch (InputRequiredException e) when (e.Result.RequestState is { } inner)
        {
            throw new InputRequiredException(e.Result.InputRequests, seal.Seal(request, inner));
        }
    }

    private static string Digest(JsonObject parameters) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(JsonElement.Parse(Encoding.UTF8.GetBytes(parameters.ToJsonString())))));
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class DialogueJson : System.Text.Json.Serialization.JsonSerializerContext;
