using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Protocol;

/// <summary>The client of an older revision behind one request. Handlers find it in <c>JsonRpcMessageContext.Items</c>.</summary>
public sealed class LegacyClient
{
    /// <summary>Where handlers find it.</summary>
    public const string ItemKey = "mcptenants.legacy-client";

    private readonly PendingQuestions questions;
    private readonly string principal;
    private StreamableHttpServerTransport? transport;

    internal LegacyClient(JsonObject capabilities, string sessionId, PendingQuestions questions, string principal) =>
        (Capabilities, SessionId, this.questions, this.principal) = (capabilities, sessionId, questions, principal);

    /// <summary>What it declared when it initialized.</summary>
    public JsonObject Capabilities { get; }

    /// <summary>The identifier that it got then.</summary>
    public string SessionId { get; }

    /// <summary>Sends it a request on the stream of the one that it waits for, and waits for the answer.</summary>
    /// <param name="server">The server side of the request under way.</param>
    /// <param name="method">What is asked.</param>
    /// <param name="parameters">Parameters of the question.</param>
    /// <param name="cancellationToken">Ends with the request under way.</param>
    /// <exception cref="InvalidOperationException">It cannot be asked during this request, or too many questions wait already.</exception>
    /// <exception cref="McpException">It answered with an error.</exception>
    public Task<JsonRpcResponse> AskAsync(McpServer server, string method, JsonNode? parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (transport is not { } way)
            throw new InvalidOperationException("The client cannot be asked.");
        return questions.AskAsync(
            principal,
            id => server.SendRequestAsync(new JsonRpcRequest { Id = id, Method = method, Params = parameters }, cancellationToken),
            answer => way.HandlePostRequestAsync(answer, Stream.Null, CancellationToken.None));
    }

    /// <summary>Where its request is answered; without it nothing can be asked.</summary>
    internal void Attach(StreamableHttpServerTransport way) => transport = way;
}
