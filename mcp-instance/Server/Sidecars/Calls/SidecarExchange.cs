using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>One request on a transport that belongs to this request's caller alone, with everything that goes to and fro before the answer.</summary>
internal static class SidecarExchange
{
    /// <exception cref="IOException">The server ended the exchange without an answer.</exception>
    public static async Task<JsonRpcMessage> RunAsync(ITransport transport, JsonRpcRequest request, SidecarPeer peer, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = transport.SendMessageAsync(request, ending.Token);
        try
        {
            while (true)
            {
                while (transport.MessageReader.TryRead(out var message))
                {
                    if (message is JsonRpcResponse or JsonRpcError && ((JsonRpcMessageWithId)message).Id == request.Id)
                        return message;
                    if (message is JsonRpcRequest question)
                        await transport.SendMessageAsync(await peer.AnswerAsync(question, ending.Token).ConfigureAwait(false), ending.Token).ConfigureAwait(false);
                    else if (message is JsonRpcNotification notification)
                        await peer.HearAsync(notification, ending.Token).ConfigureAwait(false);
                }
                // The answer is in the reader before the sending of its request ends.
                var isOver = sending.IsCompleted;
                if (isOver)
                    await sending.ConfigureAwait(false);
                else
                    await Task.WhenAny(sending, transport.MessageReader.WaitToReadAsync(ending.Token).AsTask()).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (isOver && !transport.MessageReader.TryPeek(out _))
                    throw new IOException("The exchange ended without an answer.");
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
