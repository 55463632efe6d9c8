/** Room for a message with attachments of some megabytes; larger ones come by the folder, or are for the commands. */
export const mostBytes = 10_485_760;
