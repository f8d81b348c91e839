variable "account_id" {
  description = "AWS account of this environment; every other one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}
