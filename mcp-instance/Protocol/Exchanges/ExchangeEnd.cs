namespace McpTenants.Instance.Protocol;

/// <summary>
/// How an exchange ended. A value, because it is the result of async methods that every request goes through: for those that give a reference, the compiler
/// ahead of time leaves their part of the async machinery to the JIT, six methods each at every start.
/// </summary>
/// <param name="Refusal">What is still to be answered; null: nothing.</param>
internal readonly record struct ExchangeEnd(McpRefusal? Refusal);
