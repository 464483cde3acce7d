// Frequent values of fields, in the letter case in which CloudTrail records them.

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The values of `userIdentity.type` (CloudTrail User Guide, "userIdentity element"). */
export const identityTypes = words(`
  Root IAMUser AssumedRole Role FederatedUser Directory AWSAccount AWSService IdentityCenterUser SAMLUser WebIdentityUser
  Unknown`);

/** The most frequent error codes. There are many others. */
export const errorCodes = words(`
  AccessDenied AccessDeniedException UnauthorizedOperation Client.UnauthorizedOperation AuthFailure NoSuchEntity
  NoSuchEntityException NoSuchBucket NoSuchKey ThrottlingException Throttling ValidationException ValidationError
  ResourceNotFoundException InvalidParameterValue InvalidClientTokenId ExpiredToken ExpiredTokenException
  SignatureDoesNotMatch OptInRequired EntityAlreadyExists DryRunOperation Client.DryRunOperation`);
