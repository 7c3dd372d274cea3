using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Tools.Confirmation;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>What a server asks instead of answering (<c>input_required</c>), held against the protocol and against what the caller can do.</summary>
internal sealed record ServerQuestions(IDictionary<string, InputRequest>? Requests, string? State)
{
    private const int Maximum = 16;
    private const int MaximumKey = 128;

    /// <summary>Whether a result is one.</summary>
    /// <exception cref="JsonException">It claims to be one and is not, or this method has none.</exception>
    /// <exception cref="SidecarException">It asks for what the caller has not declared, or for too much.</exception>
    public static bool TryRead(JsonObject result, SidecarRequest request, out ServerQuestions questions)
    {
        questions = new ServerQuestions(null, null);
        if (result["resultType"] is not JsonValue type || type.GetValueKind() is not JsonValueKind.String || type.GetValue<string>() is "complete")
            return false;
        if (type.GetValue<string>() != "input_required" || !request.CanBeAskedBack)
            throw new JsonException();
        var read = SidecarJson.Read<InputRequiredResult>(result);
        questions = new ServerQuestions(read.InputRequests, read.RequestState);
        if (questions is { Requests: null, State: null })
            throw new JsonException();
        if (questions.State?.Length > RequestSeal.MaximumPayload / 3 || questions.Requests?.Count > Maximum)
            throw new SidecarException("asks for more than is passed on.");
        foreach (var (key, question) in questions.Requests ?? new Dictionary<string, InputRequest>(StringComparer.Ordinal))
        {
            if (question is null || key.Length is 0 or > MaximumKey || !RelayedCapabilities.Methods.Contains(question.Method, StringComparer.Ordinal))
                throw new JsonException();
            var parameters = question.Params is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given) : null;
            if (!RelayedCapabilities.Cover(request.Caller.Capabilities, question.Method, parameters))
                throw new SidecarException("asked for something that the caller cannot do.");
        }
        return true;
    }
}
