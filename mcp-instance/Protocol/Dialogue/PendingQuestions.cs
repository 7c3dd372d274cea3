using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Protocol;

/// <summary>
/// Requests to clients of the older revisions that wait for an answer. The question goes out on the stream of the request that caused it and the answer comes
/// in a POST of its own; what joins the two is an identifier that cannot be guessed, so no session has to be kept. It is worth nothing to anybody but the
/// caller who was asked, and nothing after the request has ended.
/// </summary>
public sealed class PendingQuestions
{
    /// <summary>Questions that may wait at the same time.</summary>
    public const int Maximum = 64;

    private const int IdentifierBytes = 24;

    private readonly ConcurrentDictionary<string, Question> open = new(StringComparer.Ordinal);
    private int count;

    /// <summary>Questions that wait now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Asks and waits for the answer.</summary>
    /// <param name="principal">Who is asked.</param>
    /// <param name="ask">Sends the question under an identifier and waits.</param>
    /// <param name="deliver">Takes the answer to where it is waited for.</param>
    /// <exception cref="InvalidOperationException">Too many questions wait already.</exception>
    internal async Task<JsonRpcResponse> AskAsync(string principal, Func<RequestId, Task<JsonRpcResponse>> ask, Func<JsonRpcMessage, Task> deliver)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdentifierBytes));
        try
        {
            if (Interlocked.Increment(ref count) > Maximum)
                throw new InvalidOperationException("Too many questions wait for an answer.");
            open[id] = new Question(principal, deliver);
            return await ask(new RequestId(id)).ConfigureAwait(false);
        }
        finally
        {
            open.TryRemove(id, out _);
            Interlocked.Decrement(ref count);
        }
    }

    /// <summary>Takes an answer. False, whatever the reason: nobody has asked this caller that.</summary>
    internal async ValueTask<bool> TryAnswerAsync(string principal, JsonRpcMessage answer)
    {
        if (answer is not JsonRpcMessageWithId { Id.Id: string id } || !open.TryGetValue(id, out var question)
            || !string.Equals(question.Principal, principal, StringComparison.Ordinal) || !open.TryRemove(id, out _))
            return false;
        await question.Deliver(answer).ConfigureAwait(false);
        return true;
    }

    private sealed record Question(string Principal, Func<JsonRpcMessage, Task> Deliver);
}
