namespace McpTenants.Gateway.Streams;

/// <summary>Why a stream ended. The names go into metrics and logs.</summary>
internal enum StreamEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The client left.</summary>
    ClientLeft,

    /// <summary>The tenant's server ended it.</summary>
    Finished,

    /// <summary>The tenant's server gave an answer that is no stream, and the client got that answer.</summary>
    Answered,

    /// <summary>The tenant's server refused to continue a stream that the client had already.</summary>
    Refused,

    /// <summary>The subscription was confirmed anew with other contents; the client has to learn of it by subscribing again.</summary>
    Changed,

    /// <summary>It carried no event for its whole lifetime.</summary>
    Idle,

    /// <summary>The credential it was opened with has expired.</summary>
    Expired,

    /// <summary>The tenant's rules of authentication changed.</summary>
    Rules,

    /// <summary>This replica leaves.</summary>
    Leaving,

    /// <summary>The tenant is gone or suspended.</summary>
    Closed,
}
