variable "account_id" {
  description = "AWS account of this environment; every other one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "domain_name" {
  description = "Domain of the environment, as in live/global."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain name in lower case without a trailing dot, such as horizon.example."
  }
}
